package io.palimpsest.model.finetuning;

import ai.djl.ndarray.NDManager;
import io.palimpsest.model.Torch;
import io.palimpsest.model.data.Batch;
import io.palimpsest.model.data.LabelPrediction;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.data.SampleReader;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.model.task.Task;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Predicts the labels of a task's examples with a network that has a head for them. */
public final class LabelPredictor {
  private final Transformer network;
  private final Task task;
  private final int batchSize;
  private final NDManager manager;

  /**
   * @param batchSize examples at a time
   */
  public LabelPredictor(Transformer network, Task task, int batchSize, NDManager manager) {
    this.network = network;
    this.task = task;
    this.batchSize = batchSize;
    this.manager = manager;
  }

  /**
   * Predicts all samples of shards, in order. Leaves the thread without gradients.
   *
   * @throws InvalidInputException if a sample does not fit the network or the task, two are of one
   *     example, or a prediction is not finite
   */
  public void predict(Storage storage, List<String> shards, Consumer<Prediction> sink)
      throws IOException {
    Torch.disableGradients();
    Set<String> seen = new HashSet<>();
    try (SampleReader reader = new SampleReader(storage, shards)) {
      List<Sample> samples = reader.next(batchSize);
      while (!samples.isEmpty()) {
        samples.forEach(sample -> requireFirst(sample, seen));
        predict(samples).forEach(sink);
        samples = reader.next(batchSize);
      }
    }
  }

  /** Of one batch. */
  List<Prediction> predict(List<Sample> samples) {
    float[] scores = scores(new Batch(samples, network.config(), LabelPrediction.INSTANCE));
    int outputs = scores.length / samples.size();
    List<Prediction> predictions = new ArrayList<>();
    for (int row = 0; row < samples.size(); row++) {
      Sample sample = samples.get(row);
      requireFinite(sample, scores, row * outputs, outputs);
      double predicted =
          task.isRegression() ? scores[row] : greatest(scores, row * outputs, outputs);
      predictions.add(
          new Prediction(
              sample.documentId(),
              sample.label().map(label -> LabelLoss.target(task, sample)),
              predicted));
    }
    return predictions;
  }

  private float[] scores(Batch batch) {
    try (NDManager own = manager.newSubManager()) {
      Batch.Arrays arrays = batch.arrays(own);
      return network
          .labels(network.states(arrays.inputs()), arrays.labels().orElseThrow().at())
          .toFloatArray();
    }
  }

  /** The index, within a row, of its greatest score; of equal ones the first. */
  private static int greatest(float[] scores, int start, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (scores[start + i] > scores[start + best]) {
        best = i;
      }
    }
    return best;
  }

  private static void requireFirst(Sample sample, Set<String> seen) {
    if (!seen.add(sample.documentId())) {
      throw new InvalidInputException(
          "example '%s' has more than one sample: give samples of one modality, or shuffle once"
              .formatted(sample.documentId()));
    }
  }

  private static void requireFinite(Sample sample, float[] scores, int start, int count) {
    for (int i = start; i < start + count; i++) {
      if (!Float.isFinite(scores[i])) {
        throw new InvalidInputException(
            "the network's score of example '%s' is %s: fine-tune with a lower learning-rate"
                .formatted(sample.documentId(), scores[i]));
      }
    }
  }
}
