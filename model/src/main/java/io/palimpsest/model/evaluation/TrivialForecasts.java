package io.palimpsest.model.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.palimpsest.model.data.Batch;
import io.palimpsest.model.data.NextPrediction;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.data.SampleReader;
import io.palimpsest.model.loss.NextPatchLoss;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Transformer;
import java.io.IOException;
import java.util.List;

/**
 * Forecasts that look at nothing: the mean of normalised target patches, the constant with the
 * least squared error on them, and how often each token is a target.
 */
final class TrivialForecasts {
  private final Transformer network;
  private final double[] patchSums;
  private final long[] tokenCounts;
  private long patches;
  private long tokens;

  private TrivialForecasts(Transformer network) {
    ModelConfig config = network.config();
    this.network = network;
    this.patchSums = new double[config.patchValues()];
    this.tokenCounts = new long[config.vocabulary()];
  }

  /** Over at most {@code config.meanPatchSequences()} first training samples. */
  static TrivialForecasts of(
      EvaluationFiles files, EvaluationConfig config, Transformer network, NDManager manager)
      throws IOException {
    TrivialForecasts forecasts = new TrivialForecasts(network);
    try (SampleReader reader = new SampleReader(files.storage(), files.train())) {
      int left = config.meanPatchSequences();
      List<Sample> samples = reader.next(Math.min(left, config.batchSize()));
      while (!samples.isEmpty()) {
        forecasts.add(new Batch(samples, network.config(), NextPrediction.INSTANCE), manager);
        left -= samples.size();
        samples = reader.next(Math.min(left, config.batchSize()));
      }
    }
    return forecasts;
  }

  private void add(Batch batch, NDManager manager) {
    try (NDManager own = manager.newSubManager()) {
      Batch.Arrays arrays = batch.arrays(own);
      arrays.patches().ifPresent(asked -> addPatches(arrays, asked));
      arrays.tokens().ifPresent(asked -> addTokens(asked.answers().toLongArray()));
    }
  }

  private void addPatches(Batch.Arrays arrays, Batch.Asked asked) {
    NDArray all = arrays.inputs().patches().orElseThrow();
    NDArray targets = network.script().rows(all, asked.answers());
    float[] sum = NextPatchLoss.normalize(targets).sum(new int[] {0}).toFloatArray();
    for (int i = 0; i < sum.length; i++) {
      patchSums[i] += sum[i];
    }
    patches += targets.getShape().get(0);
  }

  private void addTokens(long[] ids) {
    for (long id : ids) {
      tokenCounts[(int) id]++;
    }
    tokens += ids.length;
  }

  /** P values; zeros if no training sample has an image. */
  float[] meanPatch() {
    float[] values = new float[patchSums.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (patchSums[i] / Math.max(1, patches));
    }
    return values;
  }

  /** The cross-entropy of a token by its share of the training tokens, one added to each count. */
  double nats(long id) {
    return -Math.log((tokenCounts[(int) id] + 1.0) / (tokens + tokenCounts.length));
  }
}
