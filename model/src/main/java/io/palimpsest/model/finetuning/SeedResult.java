package io.palimpsest.model.finetuning;

import java.util.SortedMap;

/**
 * A seed that is finished.
 *
 * @param seed of head and order
 * @param steps that were taken
 * @param bestStep behind which the kept weights stood
 * @param validation the task's figures of the kept weights on the validation examples
 * @param seconds that the steps and evaluations took
 * @param modelParameters trained values of the network
 */
record SeedResult(
    long seed,
    int steps,
    int bestStep,
    SortedMap<String, Double> validation,
    double seconds,
    long modelParameters) {}
