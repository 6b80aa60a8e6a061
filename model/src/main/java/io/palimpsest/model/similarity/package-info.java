/** Influence as likeness of texts, which needs no run at all: what every method must beat. */
package io.palimpsest.model.similarity;
