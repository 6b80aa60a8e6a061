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
 * @param tokens target tokens seen
 * @param finalLoss mean of the last twentieth of the steps' losses
 * @param patchesPerSecond target patches over the steps' seconds, of all attempts together
 * @param tokensPerSecond target tokens over the same seconds
 * @param waitShare the part of the seconds in which training waited for data
 * @param modelParameters trained values of the network
 */
public record PretrainingMetrics(
    long steps,
    long patches,
    long tokens,
    double finalLoss,
    double patchesPerSecond,
    double tokensPerSecond,
    double waitShare,
    long modelParameters) {

  static PretrainingMetrics of(List<TrainingStep> log, long modelParameters) {
    TrainingStep last = log.get(log.size() - 1);
    double seconds = log.stream().mapToDouble(TrainingStep::getSeconds).sum();
    double waited = log.stream().mapToDouble(TrainingStep::getWaitSeconds).sum();
    return new PretrainingMetrics(
        log.size(),
        last.getPatches(),
        last.getTokens(),
        finalLoss(log),
        last.getPatches() / seconds,
        last.getTokens() / seconds,
        waited / seconds,
        modelParameters);
  }

  private static double finalLoss(List<TrainingStep> log) {
    int last = Math.max(1, log.size() / 20);
    return log.subList(log.size() - last, log.size()).stream()
        .mapToDouble(TrainingStep::getLoss)
        .average()
        .orElseThrow();
  }

  /** The figures by the names that manifests use. */
  public Map<String, Number> byName() {
    Map<String, Number> names = new LinkedHashMap<>();
    names.put("steps", steps);
    names.put("patches", patches);
    names.put("tokens", tokens);
    names.put("final_loss", finalLoss);
    names.put("patches_per_second", patchesPerSecond);
    names.put("tokens_per_second", tokensPerSecond);
    names.put("wait_share", waitShare);
    names.put("model_parameters", modelParameters);
    return names;
  }
}
