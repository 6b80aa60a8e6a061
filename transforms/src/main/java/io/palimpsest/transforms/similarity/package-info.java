/** Likeness of texts as influence. */
package io.palimpsest.transforms.similarity;
