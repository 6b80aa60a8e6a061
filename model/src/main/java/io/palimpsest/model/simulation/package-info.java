/**
 * Simulators of training runs (arXiv 2404.07840, sections 3 and 4): a metric after a step is a
 * multiple of the metric before it and a shift, both sums over the step's batch. GPTfluence
 * computes an example's share from texts' features, Simfluence learns it for each pair of examples.
 *
 * <p>Letters: N training examples, T test examples, M transitions between measurements, n Markov
 * order, d dimensions of a feature.
 */
package io.palimpsest.model.simulation;
