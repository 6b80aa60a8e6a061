package io.palimpsest.model.dynamics;

import ai.djl.ndarray.NDManager;
import io.palimpsest.model.Torch;
import io.palimpsest.model.data.AnswerPrediction;
import io.palimpsest.model.data.Batch;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.loss.AnswerLoss;
import io.palimpsest.model.network.Transformer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The loss of each of many examples, measured again and again: batched by length, so that little is
 * padding.
 */
final class ExampleLosses {
  /** Positions of a batch, padding counted: more are no faster, and memory grows with them. */
  private static final int POSITIONS = 4096;

  private final Transformer network;
  private final int size;
  private final List<Part> parts = new ArrayList<>();

  /** Examples that are computed together, by their indices. */
  private record Part(List<Integer> indices, Batch batch) {}

  /**
   * @throws io.palimpsest.schemas.InvalidInputException if a sample does not fit the network
   */
  ExampleLosses(Transformer network, List<Sample> samples) {
    this.network = network;
    this.size = samples.size();
    List<Integer> byLength =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparingInt(index -> length(samples.get(index))))
            .toList();
    int start = 0;
    for (int end = 1; end <= size; end++) {
      if (end == size || isFull(end + 1 - start, samples.get(byLength.get(end)))) {
        List<Integer> indices = byLength.subList(start, end);
        parts.add(
            new Part(
                indices,
                new Batch(
                    indices.stream().map(samples::get).toList(),
                    network.config(),
                    AnswerPrediction.INSTANCE)));
        start = end;
      }
    }
  }

  private static boolean isFull(int rows, Sample longest) {
    return rows * length(longest) > POSITIONS;
  }

  /** The losses under the network's present weights, in nats a token, in the samples' order. */
  float[] measure(NDManager manager) {
    Torch.disableGradients();
    float[] losses = new float[size];
    for (Part part : parts) {
      try (NDManager arrays = manager.newSubManager()) {
        float[] values = AnswerLoss.of(network, part.batch(), arrays).toFloatArray();
        for (int i = 0; i < values.length; i++) {
          losses[part.indices().get(i)] = values[i];
        }
      }
    }
    return losses;
  }

  /** Positions that the network is shown: all tokens but the last. */
  private static int length(Sample sample) {
    return sample.tokens().orElseThrow().getTokens().size() - 1;
  }
}
