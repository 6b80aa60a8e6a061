"""Checks that TensorBoard reads what TrainingEventsTest.writesForTensorBoard wrote.

Needs tensorboard. Run in the model module after that test:
    python src/test/python/check_tensorboard_reads.py

Prints each scalar's (step, seconds, value); ends with status 1 if the JSON lines say otherwise.
"""

import json
import sys
from pathlib import Path

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

ROOT = Path("target/for-tensorboard")

events = EventAccumulator(str(ROOT), size_guidance={"scalars": 0})
events.Reload()
lines = [json.loads(line) for line in (ROOT / "scalars.jsonl").read_text().splitlines()]
failed = False
for tag in events.Tags()["scalars"]:
    found = [(e.step, e.wall_time, e.value) for e in events.Scalars(tag)]
    expected = [(x["step"], x["seconds"], x[tag]) for x in lines if tag in x]
    same = len(found) == len(expected) and all(
        a[:2] == b[:2] and abs(a[2] - b[2]) <= 1e-6 * abs(b[2]) for a, b in zip(found, expected)
    )
    failed |= not same
    print(tag, found, "as in the lines" if same else f"but the lines have {expected}")
sys.exit(1 if failed or len(events.Tags()["scalars"]) < 4 else 0)
