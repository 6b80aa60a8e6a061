/**
 * Weights on storage, as safetensors files (https://github.com/huggingface/safetensors#format) that
 * other tools read, and a configuration in the keys of Hugging Face's LLaMA. Each file that is
 * written here bears the digest of its own bytes. Checkpoints of other writers are read as well.
 */
package io.palimpsest.model.checkpoint;
