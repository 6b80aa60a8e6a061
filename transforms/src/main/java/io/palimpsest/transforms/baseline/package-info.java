/**
 * What a task's examples give away without any reading: the most frequent label, and which words
 * occur. A model must beat both.
 */
package io.palimpsest.transforms.baseline;
