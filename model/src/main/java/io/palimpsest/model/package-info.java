/**
 * Neural networks of Palimpsest: blocks, losses, optimiser, checkpoints, training and evaluation.
 * Knows DJL and the on-disk format, not Beam.
 */
package io.palimpsest.model;
