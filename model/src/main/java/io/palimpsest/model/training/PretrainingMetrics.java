package io.palimpsest.model.training;

import io.palimpsest.schemas.record.TrainingStep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run in figures.
 *
 * @param steps optimiser steps
 * @param patches target patches seen
 * @param finalLoss mean of the last twentieth of the steps' losses
 * @param patchesPerSecond target patches over the steps' seconds, of all attempts together
 * @param modelParameters trained values of the network
 */
public record PretrainingMetrics(
    long steps, long patches, double finalLoss, double patchesPerSecond, long modelParameters) {

  static PretrainingMetrics of(List<TrainingStep> log, long modelParameters) {
    int last = Math.max(1, log.size() / 20);
    long patches = log.get(log.size() - 1).getPatches();
    double seconds = log.stream().mapToDouble(TrainingStep::getSeconds).sum();
    double loss =
        log.subList(log.size() - last, log.size()).stream()
            .mapToDouble(TrainingStep::getLoss)
            .average()
            .orElseThrow();
    return new PretrainingMetrics(log.size(), patches, loss, patches / seconds, modelParameters);
  }

  /** The figures by the names that manifests use. */
  public Map<String, Number> byName() {
    Map<String, Number> names = new LinkedHashMap<>();
    names.put("steps", steps);
    names.put("patches", patches);
    names.put("final_loss", finalLoss);
    names.put("patches_per_second", patchesPerSecond);
    names.put("model_parameters", modelParameters);
    return names;
  }
}
