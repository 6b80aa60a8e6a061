package io.palimpsest.model.finetuning;

import java.util.Optional;

/**
 * What a network says of an example.
 *
 * @param id of the example
 * @param expected the label's index or the number; none if the example has no label
 * @param predicted likewise
 */
public record Prediction(String id, Optional<Double> expected, double predicted) {}
