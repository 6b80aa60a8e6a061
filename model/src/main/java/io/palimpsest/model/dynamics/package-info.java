/**
 * Training dynamics (arXiv 2404.07840, section 3): short training runs on prompts, with a metric of
 * every test example before and during training. Dimensions: N answer tokens of a batch.
 */
package io.palimpsest.model.dynamics;
