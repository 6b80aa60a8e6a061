"""Makes src/test/resources/llama-parity.safetensors from independent implementations.

Needs torch==2.7.1, transformers==4.52.4, safetensors. Run in the model module:
    python src/test/python/make_llama_fixture.py

The file holds a small random network under its tensor names and, under "fixture.": sequences and
tokens; what Hugging Face's LlamaForCausalLM with a real patch convolution forecasts for them; the
losses and every gradient of images, texts and pairs; the gradients' norm and the weights after three
clipped AdamW steps on images; an AdamW run on given gradients, and a course of learning rates.
"""

import torch
from safetensors.torch import save_file
from transformers import LlamaConfig, LlamaForCausalLM

SIDE, HIDDEN, LAYERS, HEADS, INNER = 4, 16, 2, 2, 24
VALUES = SIDE * SIDE * 3
LENGTHS = [6, 4]
VOCABULARY = 20

torch.manual_seed(3)
torch.set_num_threads(1)
llama = LlamaForCausalLM(
    LlamaConfig(
        hidden_size=HIDDEN,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        intermediate_size=INNER,
        vocab_size=VOCABULARY,
        rms_norm_eps=1e-6,
        rope_theta=10000.0,
        max_position_embeddings=16,
        attn_implementation="eager",
    )
)
body = llama.model
conv = torch.nn.Conv2d(3, HIDDEN, SIDE, stride=SIDE)
norm = torch.nn.LayerNorm(HIDDEN)
head = torch.nn.Linear(HIDDEN, VALUES, bias=False)

named = {"model." + n: p for n, p in body.named_parameters()}
named["lm_token_head.weight"] = llama.lm_head.weight
prefix = "model.embed_patches.patch_embeddings."
named |= {prefix + "projection." + n: p for n, p in conv.named_parameters()}
named |= {prefix + "norm." + n: p for n, p in norm.named_parameters()}
named["lm_pixel_head.weight"] = head.weight
with torch.no_grad():
    for p in named.values():
        p.add_(torch.randn_like(p) * 0.1)

sequences = [torch.randint(0, 256, (n + 1, SIDE, SIDE, 3), dtype=torch.uint8) for n in LENGTHS]
for sequence in sequences:
    sequence[-1] = 0


tokens = [torch.randint(0, VOCABULARY, (n,)) for n in (7, 5)]


def embedded(patches):
    """Patches [n, row, column, channel] as one image into a convolution."""
    image = torch.cat([p.permute(2, 0, 1) for p in patches.float() / 255], dim=2)
    return norm(conv(image[None]).flatten(2).transpose(1, 2))


def states(embeddings):
    return body(inputs_embeds=embeddings, use_cache=False).last_hidden_state[0]


def forecast(sequence):
    return head(states(embedded(sequence[:-1])))


def errors(forecasts, sequence):
    target = (sequence[1:].float() / 255).reshape(-1, VALUES)
    mean = target.mean(dim=-1, keepdim=True)
    var = target.var(dim=-1, keepdim=True)
    return ((forecasts - (target - mean) / (var + 1e-6) ** 0.5) ** 2).mean(dim=-1)


def loss():
    return torch.cat([errors(forecast(s), s) for s in sequences]).mean()


def text_loss():
    """Labels padded with -100, as transformers takes them; its mean is over all that count."""
    ids = torch.nn.utils.rnn.pad_sequence(tokens, batch_first=True, padding_value=0)
    labels = torch.nn.utils.rnn.pad_sequence(tokens, batch_first=True, padding_value=-100)
    return llama(input_ids=ids, labels=labels, attention_mask=(labels >= 0).long()).loss


def pair_loss():
    """All patches, then all tokens but the last, in one causal context."""
    patch_errors, token_errors = [], []
    for sequence, ids in zip(sequences, tokens):
        n = len(sequence)
        both = torch.cat([embedded(sequence), body.embed_tokens(ids[None, :-1])], dim=1)
        hidden = states(both)
        patch_errors.append(errors(head(hidden[: n - 1]), sequence))
        logits = llama.lm_head(hidden[n:])
        token_errors.append(torch.nn.functional.cross_entropy(logits, ids[1:], reduction="none"))
    return torch.cat(patch_errors).mean() + torch.cat(token_errors).mean()


out = {n: p.detach().clone() for n, p in named.items()}
out |= {f"fixture.pixels.{i}": s.reshape(-1) for i, s in enumerate(sequences)}
out |= {f"fixture.tokens.{i}": t.to(torch.uint8) for i, t in enumerate(tokens)}
out["fixture.forecast"] = forecast(sequences[0]).detach()
out["fixture.hidden"] = states(embedded(sequences[0][:-1])).detach()
out["fixture.logits"] = llama(input_ids=tokens[0][None]).logits[0].detach()
for kind, function in {"pixel": loss, "text": text_loss, "pair": pair_loss}.items():
    value = function()
    found = torch.autograd.grad(value, list(named.values()), allow_unused=True)
    out[f"fixture.{kind}.loss"] = value.detach().reshape(1)
    for (name, p), g in zip(named.items(), found):
        out[f"fixture.{kind}.gradient.{name}"] = torch.zeros_like(p) if g is None else g


def groups(params):
    return [
        {"params": [p for p in params if p.dim() > 1], "weight_decay": 0.1},
        {"params": [p for p in params if p.dim() == 1], "weight_decay": 0.0},
    ]


pixel_side = [p for n, p in named.items() if "token" not in n]
optimizer = torch.optim.AdamW(groups(pixel_side), lr=0.01, betas=(0.9, 0.95), eps=1e-8)
losses, norms = [], []
for _ in range(3):
    optimizer.zero_grad()
    value = loss()
    value.backward()
    norms.append(torch.nn.utils.clip_grad_norm_(pixel_side, 1.0).item())
    losses.append(value.item())
    optimizer.step()
out["fixture.losses"] = torch.tensor(losses)
out["fixture.norms"] = torch.tensor(norms)
out |= {"fixture.after." + n: p.detach().clone() for n, p in named.items()}

params = {"matrix": torch.randn(3, 4), "vector": torch.randn(4)}
out |= {f"fixture.adamw.{n}": p.clone() for n, p in params.items()}
params = {n: torch.nn.Parameter(p) for n, p in params.items()}
optimizer = torch.optim.AdamW(groups(params.values()), lr=0.02, betas=(0.9, 0.95), eps=1e-8)
for step in range(1, 5):
    for n, p in params.items():
        p.grad = torch.randn_like(p)
        out[f"fixture.adamw.{n}.gradient.{step}"] = p.grad.clone()
    optimizer.step()
out |= {f"fixture.adamw.{n}.after": p.detach().clone() for n, p in params.items()}

optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.3)
schedulers = torch.optim.lr_scheduler
course = schedulers.SequentialLR(
    optimizer,
    [
        schedulers.LinearLR(optimizer, start_factor=1 / 5, total_iters=4),
        schedulers.CosineAnnealingLR(optimizer, T_max=15, eta_min=0.03),
    ],
    milestones=[4],
)
rates = []
for _ in range(20):
    rates.append(optimizer.param_groups[0]["lr"])
    optimizer.step()
    course.step()
out["fixture.rates"] = torch.tensor(rates)

save_file({n: t.contiguous() for n, t in out.items()}, "src/test/resources/llama-parity.safetensors", {"format": "pt"})
