package io.palimpsest.model.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.palimpsest.model.data.Batch;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.loss.NextPatchLoss;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.schemas.record.PatchForecast;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Adds up the errors of a network and of trivial forecasts on samples of one modality. */
final class ScoreSum {
  private final Transformer network;
  private final TrivialForecasts trivial;
  private final int kept;
  private final NDManager manager;
  private final List<PatchForecast> forecasts = new ArrayList<>();
  private double patchErrors;
  private double meanPatchErrors;
  private double previousPatchErrors;
  private long patches;
  private double nats;
  private double unigramNats;
  private long tokens;
  private long bytes;
  private long sequences;

  ScoreSum(Transformer network, TrivialForecasts trivial, int kept, NDManager manager) {
    this.network = network;
    this.trivial = trivial;
    this.kept = kept;
    this.manager = manager;
  }

  void add(Batch batch) {
    try (NDManager own = manager.newSubManager()) {
      Batch.Arrays arrays = batch.arrays(own);
      NDArray states = network.states(arrays.inputs());
      arrays.patches().ifPresent(asked -> addPatches(batch, arrays, asked, states));
      arrays.tokens().ifPresent(asked -> addTokens(asked, states));
    }
    sequences += batch.samples().size();
    batch.samples().stream()
        .flatMap(s -> s.tokens().stream())
        .forEach(text -> bytes += text.getText().getBytes(StandardCharsets.UTF_8).length);
  }

  private void addPatches(Batch batch, Batch.Arrays arrays, Batch.Asked asked, NDArray states) {
    NDArray all = arrays.inputs().patches().orElseThrow();
    NDArray target = NextPatchLoss.normalize(network.script().rows(all, asked.answers()));
    NDArray forecast = network.patches(states, asked.at());
    NDArray errors = NextPatchLoss.errors(forecast, target);
    // The patch in front of a row's first is the end patch of the row before; of the batch's none.
    NDArray before = asked.answers().sub(1).maximum(0);
    NDArray previous = NextPatchLoss.normalize(network.script().rows(all, before));
    NDArray constant = target.getManager().create(trivial.meanPatch());
    patchErrors += total(errors);
    meanPatchErrors += total(NextPatchLoss.errors(target, constant));
    previousPatchErrors += total(NextPatchLoss.errors(previous, target));
    patches += batch.patches();
    keep(batch, forecast, errors);
  }

  private void addTokens(Batch.Asked asked, NDArray states) {
    NDArray errors =
        network.script().tokenErrors(network.tokens(states, asked.at()), asked.answers());
    nats += total(errors);
    for (long id : asked.answers().toLongArray()) {
      unigramNats += trivial.nats(id);
      tokens++;
    }
  }

  Scores scores() {
    double bits = Math.log(2) * bytes;
    return new Scores(
        new Scores.PatchErrors(
            patchErrors / patches,
            meanPatchErrors / patches,
            previousPatchErrors / patches,
            patches),
        new Scores.TextErrors(nats / bits, unigramNats / bits, tokens),
        sequences,
        List.copyOf(forecasts));
  }

  /** In double: a single-precision sum over many patches would lose digits. */
  private static double total(NDArray errors) {
    double sum = 0;
    for (float error : errors.toFloatArray()) {
      sum += error;
    }
    return sum;
  }

  /** Keeps forecasts of next patches; a masked patch's are of another kind. */
  private void keep(Batch batch, NDArray forecast, NDArray errors) {
    if (!network.config().causal() || forecasts.size() >= kept) {
      return;
    }
    float[] values = forecast.toFloatArray();
    float[] losses = errors.toFloatArray();
    int first = 0;
    for (Sample sample : batch.samples()) {
      if (forecasts.size() < kept) {
        int size = network.config().patchValues();
        forecasts.add(ForecastRecords.of(sample, values, size, losses, first));
      }
      first += sample.image().orElseThrow().getNumPatches();
    }
  }
}
