"""The peer of bench/simulation: GPTfluence in plain PyTorch, as its formulas read.

Gathers the features of each transition's batch and of its test example and puts each pair through
the networks, 128 transitions of one test example each at a time. Waits on standard input for
requests: `fit` trains for an epoch, `fit-same` from our first weights, and answers `seconds error` of its best validation (the seconds
without those of validations), `roll-out N` rolls N test trajectories out one at a time, as the
released code does, and answers the seconds of all 1,000 at that speed, `batches` 200 at a time,
`difference FILE` answers the largest difference to forecasts. Needs torch and safetensors.
"""

import sys
import time

import torch
from safetensors.torch import load_file

FIT, VALIDATION, TEST, TRANSITIONS, BATCH, DIMENSIONS, TESTS = 27, 2, 5, 95, 4, 384, 200
SAMPLES, WARMUP, VALIDATIONS = 128, 200, 20
folder = sys.argv[1]
torch.set_num_threads(int(sys.argv[2]))


def read(name, dtype, *shape):
    with open(f"{folder}/{name}", "rb") as file:
        return torch.frombuffer(bytearray(file.read()), dtype=dtype).reshape(shape)


RUNS = FIT + VALIDATION + TEST
train = read("train.f32", torch.float32, -1, DIMENSIONS)
test = read("test.f32", torch.float32, TESTS, DIMENSIONS)
batches = read("batches.i64", torch.int64, RUNS, TRANSITIONS, BATCH)
values = read("values.f32", torch.float32, RUNS, TRANSITIONS + 1, TESTS)


class Simulator(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.alpha, self.beta = (
            torch.nn.Sequential(
                torch.nn.Linear(DIMENSIONS, DIMENSIONS),
                torch.nn.ReLU(),
                torch.nn.Linear(DIMENSIONS, DIMENSIONS),
            )
            for _ in range(2)
        )

    def forward(self, batch, example, before):
        """[S, 4, d], [S, d], [S] to [S]."""
        alpha, beta = (
            (network(batch) * network(example).unsqueeze(1)).sum((1, 2))
            for network in (self.alpha, self.beta)
        )
        return alpha * before + beta


def roll_out(simulator, run, examples):
    """Trajectories of some test examples, [steps, examples]."""
    forecast = [values[run, 0, examples]]
    for step in range(TRANSITIONS):
        batch = train[batches[run, step]].expand(len(examples), -1, -1)
        forecast.append(simulator(batch, test[examples], forecast[-1]))
    return torch.stack(forecast)


@torch.no_grad()
def validation(simulator):
    """Mean squared error of the roll-out, by all pairs at once: it does not count."""
    alpha, beta = (
        network(train) @ network(test).T for network in (simulator.alpha, simulator.beta)
    )
    squares = 0
    for run in range(FIT, FIT + VALIDATION):
        forecast = values[run, 0]
        for step in range(TRANSITIONS):
            batch = batches[run, step]
            forecast = alpha[batch].sum(0) * forecast + beta[batch].sum(0)
            squares += ((forecast - values[run, step + 1]) ** 2).sum().item()
    error = squares / (VALIDATION * TRANSITIONS * TESTS)
    return error if error == error else float("inf")


def fit(simulator):
    optimizer = torch.optim.AdamW(simulator.parameters(), lr=1e-4, weight_decay=1e-5)
    count = FIT * TRANSITIONS * TESTS
    every = count // SAMPLES // VALIDATIONS
    best, best_at, seconds = float("inf"), 0.0, 0.0
    begin = time.perf_counter()
    order = torch.randperm(count)
    for update in range(count // SAMPLES):
        for group in optimizer.param_groups:
            group["lr"] = 1e-4 * min(1, (update + 1) / WARMUP)
        sample = order[update * SAMPLES : (update + 1) * SAMPLES]
        example, moment = sample % TESTS, sample // TESTS
        run, step = moment // TRANSITIONS, moment % TRANSITIONS
        forecast = simulator(train[batches[run, step]], test[example], values[run, step, example])
        loss = ((forecast - values[run, step + 1, example]) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if (update + 1) % every == 0:
            seconds += time.perf_counter() - begin
            error = validation(simulator)
            if error < best:
                best, best_at = error, seconds
            begin = time.perf_counter()
    return best_at, best


def weights(name):
    stored = load_file(f"{folder}/{name}.safetensors")
    simulator = Simulator()
    simulator.load_state_dict({name.replace("alpha.1", "alpha"): w for name, w in stored.items()})
    return simulator


@torch.no_grad()
def timed(simulator, size, count):
    """Seconds of all test trajectories, measured on the first ones, some at a time."""
    begin = time.perf_counter()
    for first in range(0, count, size):
        run, example = FIT + VALIDATION + first // TESTS, first % TESTS
        roll_out(simulator, run, torch.arange(example, min(TESTS, example + size)))
    return (time.perf_counter() - begin) * TEST * TESTS / count


seed = 0
for line in sys.stdin:
    name, *arguments = line.split()
    if name == "fit":
        seed += 1
        torch.manual_seed(seed)
        print("%.3f %.9g" % fit(Simulator()), flush=True)
    elif name == "fit-same":
        print("%.3f %.9g" % fit(weights("start")), flush=True)
    elif name == "roll-out":
        print("%.3f" % timed(weights("simulator"), 1, int(arguments[0])), flush=True)
    elif name == "batches":
        print("%.4f" % timed(weights("simulator"), TESTS, TEST * TESTS), flush=True)
    elif name == "difference":
        theirs = read(arguments[0], torch.float32, TEST, TRANSITIONS + 1, TESTS)
        with torch.no_grad():
            ours = torch.stack(
                [
                    roll_out(weights("simulator"), run, torch.arange(TESTS))
                    for run in range(FIT + VALIDATION, RUNS)
                ]
            )
        print("%.3g" % (theirs - ours).abs().max().item(), flush=True)
