package io.palimpsest.model.deviation;

/**
 * How alike two examples are, a sum of four parts: whether they are one and the same, the cosine of
 * their features, whether they have the same answer, and whether they are of the same task.
 *
 * @param identity weight of the first part, 0 or more
 * @param features weight of the second
 * @param answer weight of the third
 * @param task weight of the fourth
 */
public record Likeness(double identity, double features, double answer, double task) {}
