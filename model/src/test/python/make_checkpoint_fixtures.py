"""Makes checkpoints and numbers as Hugging Face's and PyTorch's own writers make them.

Needs torch==2.7.1, transformers==4.52.4, safetensors. Run in the model module:
    python src/test/python/make_checkpoint_fixtures.py

src/test/resources/hugging-face/: a small DualGPT by save_pretrained, in bfloat16 and several files,
    and expected.safetensors, some of its weights as float32.
src/test/resources/number-types.safetensors: values in each type, "TYPE", and as float32,
    "TYPE.float32"; and float32 values, "rounded", with their bfloat16, "rounded.bfloat16".
"""

import os

import torch
from safetensors.torch import save_file
from transformers import LlamaConfig, LlamaForCausalLM

RESOURCES = "src/test/resources/"
torch.manual_seed(5)


class PatchEmbeddings(torch.nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.projection = torch.nn.Conv2d(3, hidden, 16, stride=16)
        self.norm = torch.nn.LayerNorm(hidden)


class PatchEmbed(torch.nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.patch_embeddings = PatchEmbeddings(hidden)


class DualGpt(LlamaForCausalLM):
    """LLaMA with the published names of the patch embedding and both heads."""

    _tied_weights_keys = []

    def __init__(self, config):
        super().__init__(config)
        self.model.embed_patches = PatchEmbed(config.hidden_size)
        self.lm_token_head = self.lm_head
        del self.lm_head
        self.lm_pixel_head = torch.nn.Linear(config.hidden_size, 768, bias=False)

    def get_output_embeddings(self):
        return self.lm_token_head


config = LlamaConfig(
    hidden_size=16,
    num_hidden_layers=2,
    num_attention_heads=2,
    intermediate_size=24,
    vocab_size=32,
    max_position_embeddings=64,
)
model = DualGpt(config).to(torch.bfloat16)
with torch.no_grad():
    for p in model.parameters():
        p.add_(torch.randn_like(p) * 0.1)
model.save_pretrained(RESOURCES + "hugging-face", max_shard_size="26KB")
os.remove(RESOURCES + "hugging-face/generation_config.json")
names = [
    "model.embed_patches.patch_embeddings.projection.weight",
    "model.layers.1.mlp.down_proj.weight",
    "model.norm.weight",
]
state = model.state_dict()
save_file(
    {n: state[n].float() for n in names},
    RESOURCES + "hugging-face/expected.safetensors",
)

special = [0.0, -0.0, 1.0, -1.5, float("inf"), float("-inf"), float("nan"), 65504.0, 6e-8, -6e-5]
values = torch.cat([torch.tensor(special), torch.randn(64) * 10 ** torch.empty(64).uniform_(-8, 5)])
out = {}
for name, kind in [("F16", torch.float16), ("BF16", torch.bfloat16), ("F64", torch.float64)]:
    out[name] = values.double().to(kind) if name != "F64" else values.double() * (1 + 1e-9)
    out[name + ".float32"] = out[name].float()
out["I64"] = torch.tensor([0, -1, 2**24 + 1, -(2**53) - 1, 2**63 - 1, 2**40 + 2**16 + 1])
out["I64.float32"] = out["I64"].float()
# Ties both ways, their neighbours, and the largest float32, which rounds to infinity.
bits = [0x3F808000, 0x3F818000, 0x3F807FFF, 0x3F808001, 0xBF808000, 0x7F7FFFFF, 0x00008000, 1]
ties = torch.tensor([b - (1 << 32) if b >> 31 else b for b in bits], dtype=torch.int32)
out["rounded"] = torch.cat([ties.view(torch.float32), values, torch.randn(64)])
out["rounded.bfloat16"] = out["rounded"].to(torch.bfloat16)
save_file(out, RESOURCES + "number-types.safetensors", {"format": "pt"})
