"""The peer of bench/training: transformers' LLaMA body with SDPA and torch's AdamW (foreach).

Waits on standard input for requests as TrainingRounds.java does. Needs torch and transformers.
"""

import sys
import time

import torch
from transformers import LlamaConfig, LlamaModel

BATCH, PATCHES, VALUES, HIDDEN = 4, 256, 768, 512
torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(0)


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.body = LlamaModel(
            LlamaConfig(
                hidden_size=HIDDEN,
                num_hidden_layers=8,
                num_attention_heads=8,
                intermediate_size=1376,
                vocab_size=1,
                rms_norm_eps=1e-6,
                max_position_embeddings=1024,
                attn_implementation="sdpa",
            )
        )
        del self.body.embed_tokens
        self.projection = torch.nn.Linear(VALUES, HIDDEN)
        self.norm = torch.nn.LayerNorm(HIDDEN)
        self.head = torch.nn.Linear(HIDDEN, VALUES, bias=False)

    def forward(self, patches):
        states = self.norm(self.projection(patches))
        return self.head(self.body(inputs_embeds=states, use_cache=False).last_hidden_state)


def trainer(half):
    network = Network()
    parameters = list(network.parameters())
    matrices = [p for p in parameters if p.dim() > 1]
    vectors = [p for p in parameters if p.dim() == 1]
    groups = [{"params": matrices, "weight_decay": 0.1}, {"params": vectors, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=1e-4, betas=(0.9, 0.95), foreach=True)
    pixels = torch.randint(0, 256, (BATCH, PATCHES + 1, VALUES), dtype=torch.uint8)

    def step():
        scaled = pixels.float() / 255
        target = scaled[:, 1:]
        mean = target.mean(-1, keepdim=True)
        var = target.var(-1, keepdim=True)
        optimizer.zero_grad()
        with torch.autocast("cpu", torch.bfloat16, enabled=half):
            forecast = network(scaled[:, :-1])
        normalized = (target - mean) / (var + 1e-6) ** 0.5
        loss = ((forecast.float() - normalized) ** 2).mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        return loss.item()

    return step


def peak(dtype):
    a, b = torch.randn(2048, 2048).to(dtype), torch.randn(2048, 2048).to(dtype)
    best = float("inf")
    for _ in range(8):
        begin = time.perf_counter()
        a @ b
        best = min(best, time.perf_counter() - begin)
    return 2 * 2048**3 / best / 1e9


steps = {}
for line in sys.stdin:
    name, *count = line.split()
    if name == "peak":
        print(f"{peak(torch.float32):.1f} {peak(torch.bfloat16):.1f}", flush=True)
        continue
    step = steps.setdefault(name, None) or trainer(name == "bfloat16")
    steps[name] = step
    begin = time.perf_counter()
    for _ in range(int(count[0])):
        step()
    print(f"{int(count[0]) * BATCH * PATCHES / (time.perf_counter() - begin):.1f}", flush=True)
