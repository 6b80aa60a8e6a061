/**
 * Frozen encoders: texts to vectors, the features of simulators (arXiv 2404.07840, section 4.2).
 */
package io.palimpsest.model.encoder;
