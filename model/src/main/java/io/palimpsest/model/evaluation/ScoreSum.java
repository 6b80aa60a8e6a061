package io.palimpsest.model.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.palimpsest.model.data.PatchBatch;
import io.palimpsest.model.loss.NextPatchLoss;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.PatchDecoder;
import io.palimpsest.schemas.record.PatchForecast;
import io.palimpsest.schemas.record.PatchSequence;
import java.util.ArrayList;
import java.util.List;

/** Adds up the errors of three forecasts of the same target patches. */
final class ScoreSum {
  private final PatchDecoder decoder;
  private final float[] constant;
  private final int kept;
  private final NDManager manager;
  private final List<PatchForecast> forecasts = new ArrayList<>();
  private double network;
  private double meanPatch;
  private double previousPatch;
  private long patches;
  private long sequences;

  ScoreSum(PatchDecoder decoder, float[] constant, int kept, NDManager manager) {
    this.decoder = decoder;
    this.constant = constant;
    this.kept = kept;
    this.manager = manager;
  }

  ModelConfig model() {
    return decoder.config();
  }

  void add(PatchBatch batch) {
    try (NDManager arrays = manager.newSubManager()) {
      PatchBatch.Arrays input = batch.arrays(arrays);
      NDArray target = NextPatchLoss.normalize(input.next());
      NDArray forecast = decoder.forecast(input.inputs());
      NDArray errors = NextPatchLoss.errors(forecast, target);
      network += total(errors, input.mask());
      meanPatch += total(NextPatchLoss.errors(target, arrays.create(constant)), input.mask());
      NDArray previous = NextPatchLoss.normalize(input.inputs());
      previousPatch += total(NextPatchLoss.errors(previous, target), input.mask());
      keep(batch, forecast, errors);
    }
    patches += batch.targets();
    sequences += batch.sequences().size();
  }

  PatchScores scores() {
    return new PatchScores(
        network / patches,
        meanPatch / patches,
        previousPatch / patches,
        patches,
        sequences,
        List.copyOf(forecasts));
  }

  /** In double: a single-precision sum over many patches would lose digits. */
  private static double total(NDArray errors, NDArray mask) {
    double sum = 0;
    for (float error : errors.mul(mask).toFloatArray()) {
      sum += error;
    }
    return sum;
  }

  private void keep(PatchBatch batch, NDArray forecast, NDArray errors) {
    int wanted = Math.min(kept - forecasts.size(), batch.sequences().size());
    for (int row = 0; row < wanted; row++) {
      PatchSequence sequence = batch.sequences().get(row);
      float[] values = forecast.get(row).toFloatArray();
      float[] losses = errors.get(row).toFloatArray();
      double loss = 0;
      for (int patch = 0; patch < sequence.getNumPatches(); patch++) {
        loss += losses[patch] / sequence.getNumPatches();
      }
      forecasts.add(ForecastRecords.of(sequence, values, model().patchValues(), loss));
    }
  }
}
