package io.palimpsest.model.attribution;

import ai.djl.ndarray.NDManager;
import io.palimpsest.model.Torch;
import io.palimpsest.model.data.AnswerPrediction;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Precision;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.model.tokenizer.ByteTokenizer;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.PromptExample;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Seconds for the inner products of some training examples' gradients with those of 300 test
 * examples, all of about 100 bytes, at one checkpoint. A run of 96 steps of 4 examples with a
 * checkpoint every 10 steps takes ten of them, with 40 training examples each.
 *
 * <pre>{@code
 * mvn -q -pl schemas,model test-compile dependency:build-classpath -Dmdep.outputFile=target/cp
 * java -cp model/target/test-classes:model/target/classes:$(cat model/target/cp) \
 *   org.openjdk.jmh.Main GradientProductsBenchmark
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
public class GradientProductsBenchmark {
  private static final int TESTS = 300;

  /** Of {@link ByteTokenizer}. */
  private static final int VOCABULARY = 258;

  @Param("tiny")
  public String model;

  @Param({"40", "128"})
  public int train;

  @Param({"FULL", "OUTPUT_LAYER"})
  public Gradients gradients;

  @Param("2")
  public int threads;

  private NDManager manager;
  private Transformer network;
  private List<Sample> samples;

  @Setup
  public void start() {
    Torch.useThreads(threads);
    try (ByteTokenizer bytes = new ByteTokenizer()) {
      samples =
          IntStream.range(0, train + TESTS)
              .mapToObj(id -> AnswerPrediction.sample(bytes, example(id)))
              .toList();
    }
    manager = Torch.newManager();
    ModelConfig tokens = ModelConfig.preset(model).reading(VOCABULARY, false, true);
    network = Transformer.initialized(tokens, 7, Precision.FLOAT32, manager);
  }

  private static PromptExample example(int id) {
    Random random = new Random(id);
    StringBuilder prompt = new StringBuilder();
    random.ints(85 + random.nextInt(20), 'a', 'z').forEach(letter -> prompt.append((char) letter));
    return PromptExample.newBuilder()
        .setId("made-up@" + id)
        .setTask("made-up")
        .setRole(ExampleRole.TRAIN)
        .setPrompt(prompt.toString())
        .setAnswer("positive")
        .build();
  }

  @Benchmark
  public float[][] products() {
    return new GradientProducts(gradients)
        .of(network, samples.subList(0, train), samples.subList(train, train + TESTS));
  }

  @TearDown
  public void stop() {
    manager.close();
  }
}
