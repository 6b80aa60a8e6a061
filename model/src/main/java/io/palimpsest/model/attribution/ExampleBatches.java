package io.palimpsest.model.attribution;

import ai.djl.ndarray.NDArray;
import io.palimpsest.model.data.AnswerPrediction;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.network.Architecture;
import io.palimpsest.model.network.Transformer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Puts examples into batches of like length, and batches into blocks whose gradients fit a memory.
 */
final class ExampleBatches {
  /** The most positions of a batch, padding counted, unless one example has more. */
  private static final int POSITIONS = 2048;

  private final Gradients mode;
  private final long bytes;
  private final long valuesAtPosition;
  private final long valuesAtQuestion;

  /**
   * @param bytes that a block's inputs and output gradients may take; a batch is never split
   */
  ExampleBatches(Transformer network, Gradients mode, long bytes) {
    this.mode = mode;
    this.bytes = bytes;
    this.valuesAtPosition =
        network.config().hidden()
            + network.weights().entrySet().stream()
                .filter(weight -> isLayers(network, weight.getKey()))
                .mapToLong(weight -> ends(weight.getValue()))
                .sum();
    this.valuesAtQuestion = network.config().hidden() + network.config().vocabulary();
  }

  private static boolean isLayers(Transformer network, String weight) {
    Architecture names = network.config().architecture();
    return !weight.equals(names.tokenEmbedding()) && !weight.equals(names.tokenHead());
  }

  /** Inputs and outputs of a linear layer. */
  private static long ends(NDArray weight) {
    return weight.getShape().dimension() == 2
        ? weight.getShape().get(0) + weight.getShape().get(1)
        : 0;
  }

  /** Blocks of batches of indices of samples. */
  List<List<List<Integer>>> blocks(List<Sample> samples) {
    List<List<List<Integer>>> blocks = new ArrayList<>();
    long left = 0;
    for (List<Integer> batch : batches(samples)) {
      long needed = bytes(batch.stream().map(samples::get).toList());
      if (blocks.isEmpty() || needed > left) {
        blocks.add(new ArrayList<>());
        left = bytes;
      }
      left -= needed;
      blocks.get(blocks.size() - 1).add(batch);
    }
    return blocks;
  }

  /** From the longest samples to the shortest. */
  private List<List<Integer>> batches(List<Sample> samples) {
    List<Integer> order =
        IntStream.range(0, samples.size())
            .boxed()
            .sorted(Comparator.comparingInt((Integer i) -> length(samples.get(i))).reversed())
            .toList();
    List<List<Integer>> batches = new ArrayList<>();
    int room = 0;
    for (int index : order) {
      if (room == 0) {
        batches.add(new ArrayList<>());
        room = Math.max(1, most(samples.get(index)));
      }
      batches.get(batches.size() - 1).add(index);
      room--;
    }
    return batches;
  }

  /** How many samples, none of them longer than this one, a batch takes. */
  private int most(Sample longest) {
    long alone = Math.max(1, bytes(List.of(longest)));
    return (int) Math.min(POSITIONS / length(longest), bytes / alone);
  }

  /** Of the inputs and output gradients of a batch. */
  private long bytes(List<Sample> batch) {
    int longest = batch.stream().mapToInt(ExampleBatches::length).max().orElseThrow();
    int questions = batch.stream().mapToInt(AnswerPrediction::questions).max().orElseThrow();
    long body = mode == Gradients.FULL ? longest * valuesAtPosition : 0;
    return batch.size() * Float.BYTES * (body + questions * valuesAtQuestion);
  }

  private static int length(Sample sample) {
    return sample.tokens().orElseThrow().getTokens().size() - 1;
  }
}
