package io.palimpsest.model.attribution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.palimpsest.model.Torch;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Precision;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.schemas.record.*;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeasureTest {
  static List<Sample> samples(int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(
            id -> {
              Random random = new Random(id);
              StringBuilder b = new StringBuilder();
              random.ints(85 + random.nextInt(20), 'a', 'z').forEach(c -> b.append((char) c));
              return Prompts.sample(
                  PromptExample.newBuilder()
                      .setId("e" + id)
                      .setTask("t")
                      .setRole(ExampleRole.TRAIN)
                      .setPrompt(b.toString())
                      .setAnswer("positive")
                      .build());
            })
        .toList();
  }

  @Test
  void measure() {
    Torch.useThreads(2);
    ModelConfig config = ModelConfig.preset("tiny").reading(258, false, true);
    try (NDManager manager = Torch.newManager();
        Transformer network = Transformer.initialized(config, 1, Precision.FLOAT32, manager)) {
      List<Sample> train = samples(0, 128), test = samples(1000, 200);
      List<NDArray> weights = List.copyOf(network.weights().values());
      for (Gradients mode : Gradients.values()) {
        for (int round = 0; round < 3; round++) {
          GradientProducts products = new GradientProducts(mode);
          long t = System.nanoTime();
          products.of(network, train, test);
          System.out.printf(
              "%s 128x200 %.2f s, %.1f GFLOP%n",
              mode, (System.nanoTime() - t) / 1e9, products.operations() / 1e9);
          t = System.nanoTime();
          products.of(network, train.subList(0, 4), test);
          System.out.printf("%s 4x200 %.2f s%n", mode, (System.nanoTime() - t) / 1e9);
        }
      }
      for (int round = 0; round < 2; round++) {
        long t = System.nanoTime();
        Prompts.products(network, train.subList(0, 32), test.subList(0, 50), weights);
        double s = (System.nanoTime() - t) / 1e9;
        System.out.printf("explicit, each example alone, 32x50 (products in Java) %.2f s%n", s);
        t = System.nanoTime();
        try (NDManager own = Torch.newManager()) {
          explicit(network, train, test, own);
        }
        System.out.printf(
            "explicit, each example alone, 128x200, one matrix product %.2f s%n",
            (System.nanoTime() - t) / 1e9);
      }
    }
  }

  static NDArray explicit(
      Transformer network, List<Sample> train, List<Sample> test, NDManager own) {
    return rows(network, train, own).matMul(rows(network, test, own).transpose());
  }

  static NDArray rows(Transformer network, List<Sample> samples, NDManager own) {
    ai.djl.ndarray.NDList rows = new ai.djl.ndarray.NDList();
    List<NDArray> weights = List.copyOf(network.weights().values());
    for (Sample sample : samples) {
      Torch.enableGradients();
      try (NDManager m = Torch.newManager()) {
        var batch =
            new io.palimpsest.model.data.Batch(
                List.of(sample),
                network.config(),
                io.palimpsest.model.data.AnswerPrediction.INSTANCE);
        NDArray loss = io.palimpsest.model.loss.AnswerLoss.of(network, batch, m).sum();
        ai.djl.ndarray.NDList g = network.script().gradients(loss, weights);
        ai.djl.ndarray.NDList flat = new ai.djl.ndarray.NDList();
        Torch.disableGradients();
        g.forEach(x -> flat.add(x.reshape(1, -1)));
        NDArray row = ai.djl.ndarray.NDArrays.concat(flat, 1);
        row.attach(own);
        rows.add(row);
      }
    }
    return ai.djl.ndarray.NDArrays.concat(rows, 0);
  }
}
