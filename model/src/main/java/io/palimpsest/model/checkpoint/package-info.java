/**
 * Weights on storage, as safetensors files (https://github.com/huggingface/safetensors#format) that
 * other tools read. Each file bears the digest of its own bytes.
 */
package io.palimpsest.model.checkpoint;
