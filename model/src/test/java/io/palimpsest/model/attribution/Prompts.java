package io.palimpsest.model.attribution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.palimpsest.model.Torch;
import io.palimpsest.model.data.AnswerPrediction;
import io.palimpsest.model.data.Batch;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.loss.AnswerLoss;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.model.tokenizer.ByteTokenizer;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.PromptExample;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Prompts made up for tests, and their gradients the long way. */
final class Prompts {
  private Prompts() {}

  /** A prompt of 1 to {@code longest} letters and an answer of 1 to 3. */
  static PromptExample example(int id, ExampleRole role, int longest) {
    Random random = new Random(id);
    return PromptExample.newBuilder()
        .setId("made-up/rows@" + id)
        .setTask("made-up")
        .setRole(role)
        .setPrompt(letters(random, 1 + random.nextInt(longest)))
        .setAnswer(letters(random, 1 + random.nextInt(3)))
        .build();
  }

  private static String letters(Random random, int count) {
    StringBuilder letters = new StringBuilder();
    random.ints(count, 'a', 'p').forEach(letter -> letters.append((char) letter));
    return letters.toString();
  }

  static List<Sample> samples(int first, int count, int longest) {
    return IntStream.range(first, first + count)
        .mapToObj(id -> sample(example(id, ExampleRole.TRAIN, longest)))
        .toList();
  }

  static Sample sample(PromptExample example) {
    try (ByteTokenizer bytes = new ByteTokenizer()) {
      return AnswerPrediction.sample(bytes, example);
    }
  }

  /** Inner products of whole gradients, each of a loss of one example alone. */
  static double[][] products(
      Transformer network, List<Sample> train, List<Sample> test, List<NDArray> weights) {
    List<float[]> columns = test.stream().map(s -> gradient(network, s, weights)).toList();
    return train.stream()
        .map(sample -> gradient(network, sample, weights))
        .map(row -> columns.stream().mapToDouble(column -> dot(row, column)).toArray())
        .toArray(double[][]::new);
  }

  private static float[] gradient(Transformer network, Sample sample, List<NDArray> weights) {
    Torch.enableGradients();
    try (NDManager own = Torch.newManager()) {
      Batch batch = new Batch(List.of(sample), network.config(), AnswerPrediction.INSTANCE);
      NDArray loss = AnswerLoss.of(network, batch, own).sum();
      NDList gradients = network.script().gradients(loss, weights);
      float[] all = new float[gradients.stream().mapToInt(g -> (int) g.size()).sum()];
      int at = 0;
      for (NDArray gradient : gradients) {
        float[] values = gradient.toFloatArray();
        System.arraycopy(values, 0, all, at, values.length);
        at += values.length;
      }
      return all;
    } finally {
      Torch.disableGradients();
    }
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
