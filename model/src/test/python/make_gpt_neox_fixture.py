"""Makes src/test/resources/gpt-neox/ and llama-half/ with Hugging Face's own networks.

Needs torch==2.7.1, transformers==4.52.4, safetensors. Run in the model module:
    python src/test/python/make_gpt_neox_fixture.py

gpt-neox/parallel and gpt-neox/sequential hold what save_pretrained writes for a small random
GPTNeoXForCausalLM, and expected.safetensors: the tokens of two texts; for the first, the states
behind the last layer, the logits, and 6 tokens that generate appends to its first 3; for both, the
loss and every gradient; the losses of three clipped AdamW steps and the first layer's weights behind
them. llama-half holds a LlamaForCausalLM in float16, in shards, and its logits of the first text in
float32.
"""

from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import GPTNeoXConfig, GPTNeoXForCausalLM, LlamaConfig, LlamaForCausalLM

VOCABULARY = 300
RESOURCES = Path("src/test/resources")

torch.manual_seed(5)
torch.set_num_threads(1)
tokens = [torch.randint(0, VOCABULARY, (n,)) for n in (9, 6)]


def shaken(model):
    with torch.no_grad():
        for p in model.parameters():
            p.add_(torch.randn_like(p) * 0.1)
    return model.eval()


def loss(model):
    """Labels padded with -100, as transformers takes them; its mean is over all that count."""
    ids = torch.nn.utils.rnn.pad_sequence(tokens, batch_first=True, padding_value=0)
    labels = torch.nn.utils.rnn.pad_sequence(tokens, batch_first=True, padding_value=-100)
    return model(input_ids=ids, labels=labels, attention_mask=(labels >= 0).long()).loss


def trained(model):
    params = list(model.parameters())
    groups = [
        {"params": [p for p in params if p.dim() > 1], "weight_decay": 0.1},
        {"params": [p for p in params if p.dim() == 1], "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=0.01, betas=(0.9, 0.95), eps=1e-8)
    losses = []
    for _ in range(3):
        optimizer.zero_grad()
        value = loss(model)
        value.backward()
        torch.nn.utils.clip_grad_norm_(params, 1.0)
        losses.append(value.item())
        optimizer.step()
    return torch.tensor(losses)


for kind in ("parallel", "sequential"):
    directory = RESOURCES / "gpt-neox" / kind
    model = shaken(
        GPTNeoXForCausalLM(
            GPTNeoXConfig(
                vocab_size=VOCABULARY,
                hidden_size=32,
                num_hidden_layers=2,
                num_attention_heads=4,
                intermediate_size=64,
                rotary_pct=0.25,
                rotary_emb_base=10000,
                max_position_embeddings=64,
                layer_norm_eps=1e-5,
                hidden_act="gelu",
                use_parallel_residual=kind == "parallel",
                attn_implementation="eager",
            )
        )
    )
    model.save_pretrained(directory)
    (directory / "generation_config.json").unlink()
    out = {f"tokens.{i}": t.float() for i, t in enumerate(tokens)}
    states = []
    hook = model.gpt_neox.layers[-1].register_forward_hook(
        lambda module, inputs, output: states.append(output[0])
    )
    out["logits"] = model(input_ids=tokens[0][None]).logits[0].detach()
    hook.remove()
    out["states"] = states[0].detach().reshape(-1, 32)
    continued = model.generate(
        tokens[0][None, :3], max_new_tokens=6, do_sample=False, eos_token_id=None, pad_token_id=0
    )
    out["generated"] = continued[0, 3:].float()
    value = loss(model)
    out["loss"] = value.detach().reshape(1)
    found = torch.autograd.grad(value, list(model.parameters()))
    out |= {"gradient." + n: g for (n, _), g in zip(model.named_parameters(), found)}
    out["losses"] = trained(model)
    out |= {"after." + n: p.detach().clone() for n, p in model.named_parameters() if ".1." not in n}
    save_file({n: t.contiguous() for n, t in out.items()}, directory / "expected.safetensors")

llama = shaken(
    LlamaForCausalLM(
        LlamaConfig(
            vocab_size=VOCABULARY,
            hidden_size=16,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=24,
            max_position_embeddings=64,
            rms_norm_eps=1e-6,
            attn_implementation="eager",
        )
    )
).half()
llama.save_pretrained(RESOURCES / "llama-half", max_shard_size="12KB")
(RESOURCES / "llama-half" / "generation_config.json").unlink()
logits = llama.float()(input_ids=tokens[0][None]).logits[0].detach()
out = {"tokens.0": tokens[0].float(), "logits": logits.contiguous()}
save_file(out, RESOURCES / "llama-half" / "expected.safetensors")
