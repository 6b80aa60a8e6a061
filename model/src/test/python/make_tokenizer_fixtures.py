"""Makes small tokenizers for HuggingFaceTokenizerTest.

    python model/src/test/python/make_tokenizer_fixtures.py model/src/test/resources

Needs the Python package `tokenizers`. byte-level-bpe.json is built as GPT-2's, with the truncation,
padding and markers of its post-processor that a loader must leave out; sentence-piece-bpe.json as
Mistral's, with a byte for each unknown character's byte. tokenizer-parity.json is what the Python
library makes of some texts: ids and offsets (in code points) without special tokens.
"""

import json
import sys
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

TEXTS = [
    "The quick brown fox jumps over the lazy dog. The dog does not mind; it sleeps.",
    "Le cœur a ses raisons que la raison ne connaît point.",
    "Мова — це душа народу.",
    "in the beginning there was the word and the word was with the reader",
]
PARITY = ["The fox sleeps.", "a 👩‍👩‍👧 in Київ", "", "cœur  two spaces", "naïve ∑ 漢字"]


def byte_level():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=320,
        special_tokens=["<|endoftext|>"],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(TEXTS, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<|endoftext|> $A", special_tokens=[("<|endoftext|>", 0)]
    )
    tokenizer.enable_truncation(4)
    tokenizer.enable_padding(length=8, pad_id=0, pad_token="<|endoftext|>")
    return tokenizer


def sentence_piece():
    trained = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True))
    trained.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    trainer = trainers.BpeTrainer(
        vocab_size=380,
        special_tokens=["<unk>", "<s>", "</s>"] + [f"<0x{b:02X}>" for b in range(256)],
        show_progress=False,
    )
    trained.train_from_iterator(TEXTS, trainer)
    state = json.loads(trained.to_str())
    state["added_tokens"] = state["added_tokens"][:3]
    tokenizer = Tokenizer.from_str(json.dumps(state))
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    return tokenizer


def main(folder):
    parity = {}
    for name, tokenizer in {"byte-level-bpe": byte_level(), "sentence-piece-bpe": sentence_piece()}.items():
        tokenizer.save(str(folder / f"{name}.json"), pretty=False)
        plain = Tokenizer.from_str(tokenizer.to_str())
        plain.no_truncation()
        plain.no_padding()
        parity[name] = []
        for text in PARITY:
            encoding = plain.encode(text, add_special_tokens=False)
            parity[name].append({"text": text, "ids": encoding.ids, "offsets": encoding.offsets})
    (folder / "tokenizer-parity.json").write_text(json.dumps(parity, ensure_ascii=False, indent=1))


main(Path(sys.argv[1]))
