/** Text to token ids and back: bytes, or any tokenizer of the Hugging Face tokenizers library. */
package io.palimpsest.model.tokenizer;
