/**
 * Fine-tunes a pre-trained network on a task's labelled examples, once for each of several seeds
 * (arXiv 2404.10710, section 3.2).
 */
package io.palimpsest.model.finetuning;
