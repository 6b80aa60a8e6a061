/**
 * Influence by gradients: which training examples changed the loss of which test examples, by the
 * inner products of their gradients at a run's checkpoints (arXiv 2002.08484; arXiv 2404.07840,
 * section 4.1). Dimensions: B examples of a batch, T positions, I inputs and O outputs of a layer.
 */
package io.palimpsest.model.attribution;
