"""Checks that Hugging Face's transformers loads what CheckpointTest.savesForHuggingFace wrote.

Needs torch==2.7.1, transformers==4.52.4, safetensors. Run in the model module after that test:
    python src/test/python/check_hf_loads.py

Each checkpoint is copied with lm_token_head renamed to lm_head, loaded by LlamaForCausalLM, and
compared with its own files tensor by tensor. Ends with status 1 if anything differs.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from transformers import LlamaForCausalLM

ROOT = Path("target/for-hugging-face")
# Of the patch path, which LLaMA lacks.
PATCHES = ("model.embed_patches.", "lm_pixel_head.")


def renamed(name):
    return name.replace("lm_token_head.", "lm_head.")


def rename_all(source, target):
    for path in source.glob("*.safetensors"):
        tensors = {renamed(n): t for n, t in load_file(path).items()}
        save_file(tensors, target / path.name, {"format": "pt"})
    shutil.copy(source / "config.json", target)
    for path in source.glob("*.index.json"):
        index = json.loads(path.read_text())
        index["weight_map"] = {renamed(n): f for n, f in index["weight_map"].items()}
        (target / path.name).write_text(json.dumps(index))


def problems(source):
    with tempfile.TemporaryDirectory() as folder:
        rename_all(source, Path(folder))
        model, info = LlamaForCausalLM.from_pretrained(
            folder, torch_dtype="auto", output_loading_info=True
        )
    saved = {}
    for path in sorted(source.glob("*.safetensors")):
        saved |= {renamed(n): t for n, t in load_file(path).items()}
    loaded = model.state_dict()
    same = [n for n in saved if n in loaded and torch.equal(saved[n], loaded[n])]
    found = [f"differs: {n}" for n in saved if n in loaded and n not in same]
    found += [f"missing: {n}" for n in info["missing_keys"]]
    found += [f"unexpected: {n}" for n in info["unexpected_keys"] if not n.startswith(PATCHES)]
    found += [f"mismatched: {n}" for n in info["mismatched_keys"]]
    if not torch.isfinite(model(input_ids=torch.tensor([[1, 2, 3]])).logits).all():
        found.append("logits are not finite")
    files = len(list(source.glob("*.safetensors")))
    print(f"{source.name}: {files} files, {model.dtype}, {len(same)} of {len(saved)} tensors equal")
    return found


failed = False
for folder in sorted(ROOT.iterdir()):
    for problem in problems(folder):
        failed = True
        print(f"  {problem}")
sys.exit(1 if failed else 0)
