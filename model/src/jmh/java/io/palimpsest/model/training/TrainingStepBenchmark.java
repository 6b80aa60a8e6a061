package io.palimpsest.model.training;

import ai.djl.ndarray.NDManager;
import io.palimpsest.model.Torch;
import io.palimpsest.model.data.Batch;
import io.palimpsest.model.data.NextPrediction;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.data.Sequences;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Precision;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.model.optimize.AdamW;
import io.palimpsest.model.optimize.LearningRate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Target patches learnt from a second: a whole training step, from records to updated weights.
 *
 * <pre>{@code
 * mvn -q -pl schemas,model test-compile dependency:build-classpath -Dmdep.outputFile=target/cp
 * java -cp model/target/test-classes:model/target/classes:$(cat model/target/cp) \
 *   org.openjdk.jmh.Main TrainingStepBenchmark
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 3, time = 5)
public class TrainingStepBenchmark {
  private static final int BATCH = 16;
  private static final int PATCHES = 128;

  @Param("tiny")
  public String model;

  @Param("FLOAT32")
  public Precision precision;

  @Param("2")
  public int threads;

  private NDManager manager;
  private Transformer network;
  private Trainer trainer;
  private List<Sample> sequences;
  private int step;

  @Setup
  public void start() {
    Torch.useThreads(threads);
    Torch.enableGradients();
    sequences =
        IntStream.range(0, BATCH).mapToObj(id -> Sample.of(Sequences.of(id, PATCHES, 1))).toList();
    manager = Torch.newManager();
    ModelConfig images = ModelConfig.preset(model).reading(0, true, true);
    network = Transformer.initialized(images, 7, precision, manager);
    AdamW optimizer = new AdamW(network.script(), network.weights(), 0.1, manager);
    trainer = new Trainer(network, optimizer, new LearningRate(1e-3, 10, 10_000), 1, manager);
  }

  @Benchmark
  @OperationsPerInvocation(BATCH * PATCHES)
  public double step() {
    return trainer
        .step(++step, List.of(new Batch(sequences, network.config(), NextPrediction.INSTANCE)))
        .loss();
  }

  @TearDown
  public void stop() {
    manager.close();
  }
}
