import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.palimpsest.model.Torch;
import io.palimpsest.model.checkpoint.Checkpoint;
import io.palimpsest.model.dynamics.DynamicsConfig;
import io.palimpsest.model.dynamics.DynamicsRun;
import io.palimpsest.model.dynamics.ExampleSamples;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Precision;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.model.tokenizer.ByteTokenizer;
import io.palimpsest.model.training.Pretraining;
import io.palimpsest.model.training.PretrainingConfig;
import io.palimpsest.model.training.PretrainingFiles;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.PatchSequence;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.RunRole;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.TrainingStep;
import io.palimpsest.transforms.storage.BeamStorage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.SynchronousQueue;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * Our side of bench/training: pre-training as the pretrain stage does it, from shards, which waits
 * between steps for requests on standard input: {@code float32 N} or {@code bfloat16 N} takes N
 * steps and answers {@code patches/s share-of-time-waiting-for-data}, {@code peak} answers the
 * GFLOP/s of a large float32 product, {@code flops} those of a step, and {@code dynamics N} those of N
 * steps of training dynamics, measurements of test examples in their midst and at their end counted.
 *
 * <p>Usage: {@code java -cp 'pipelines/target/lib/*' bench/TrainingRounds.java FOLDER THREADS}
 */
final class TrainingRounds {
  private static final int PATCHES = 256;
  private static final int BATCH = 4;
  private static final int SHARDS = 2;
  private static final int RECORDS = 64;
  private static final int PRODUCT = 2048;
  private static final int VOCABULARY = 258;
  private static final int TESTS = 32;
  private static final String ANSWER = " answer";
  private static final ModelConfig MODEL = ModelConfig.preset("small").reading(0, true, true);
  private static final ModelConfig SUBJECT =
      ModelConfig.preset("small").reading(VOCABULARY, false, true);

  /** A training that takes a step when it is told to. */
  private static final class Run {
    private final SynchronousQueue<TrainingStep> done = new SynchronousQueue<>();
    private final SynchronousQueue<Boolean> go = new SynchronousQueue<>();

    Run(Precision precision, Storage storage, List<String> shards, String folder) {
      PretrainingConfig config =
          new PretrainingConfig(
              MODEL, 1_000_000, BATCH, 1, precision, 1e-4, 10, 0.1, 1, 7, 1_000_000, 1e6);
      PretrainingFiles files =
          new PretrainingFiles(storage, shards, folder + "/s", folder + "/t", folder + "/o");
      Thread thread =
          new Thread(
              () -> {
                try {
                  go.take();
                  Pretraining.run(config, files, this::pause);
                } catch (IOException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      thread.setDaemon(true);
      thread.start();
    }

    private void pause(TrainingStep step) {
      try {
        done.put(step);
        go.take();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Patches a second and the share of time in which training waited for data. */
    double[] take(int steps) throws InterruptedException {
      double seconds = 0;
      double waited = 0;
      for (int i = 0; i < steps; i++) {
        go.put(true);
        TrainingStep step = done.take();
        seconds += step.getSeconds();
        waited += step.getWaitSeconds();
      }
      return new double[] {steps * BATCH * PATCHES / seconds, waited / seconds};
    }
  }

  public static void main(String[] args) throws Exception {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    Torch.useThreads(Integer.parseInt(args[1]));
    Storage storage = new BeamStorage();
    List<String> shards = write(storage, args[0]);
    String subject = writeSubject(storage, args[0]);
    Map<String, Run> runs = new HashMap<>();
    BufferedReader requests = new BufferedReader(new InputStreamReader(System.in));
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "peak" -> answer("%.1f", peak());
        case "flops" -> answer("%.1f", flops() / 1e9);
        case "dynamics" ->
            answer("%.1f", dynamics(storage, subject, Integer.parseInt(words[1])));
        default -> {
          Run run =
              runs.computeIfAbsent(
                  words[0],
                  name ->
                      new Run(
                          Precision.valueOf(name.toUpperCase(Locale.ROOT)),
                          storage,
                          shards,
                          args[0] + "/" + name));
          double[] rates = run.take(Integer.parseInt(words[1]));
          answer("%.1f %.5f", rates[0], rates[1]);
        }
      }
    }
  }

  private static void answer(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  /** Sequences of equal length, so that both sides have the same shapes. */
  private static List<String> write(Storage storage, String folder) throws IOException {
    List<String> paths = new ArrayList<>();
    for (int shard = 0; shard < SHARDS; shard++) {
      String path = "%s/part-%05d.avro".formatted(folder, shard);
      try (var out =
          RecordFile.writer(
              PatchSequence.class, PatchSequence.getClassSchema(), storage.create(path))) {
        for (int record = 0; record < RECORDS / SHARDS; record++) {
          out.append(sequence(shard * RECORDS + record));
        }
      }
      paths.add(path);
    }
    return paths;
  }

  private static PatchSequence sequence(int id) {
    byte[] pixels = new byte[(PATCHES + 1) * 256];
    new Random(id).nextBytes(pixels);
    return PatchSequence.newBuilder()
        .setDocumentId("d" + id)
        .setIndex(0)
        .setText("")
        .setStart(0)
        .setNumPatches(PATCHES)
        .setPatchSize(16)
        .setChannels(1)
        .setPixels(ByteBuffer.wrap(pixels))
        .build();
  }

  /** GFLOP/s of a large product. */
  private static double peak() {
    try (NDManager manager = Torch.newManager()) {
      NDArray a = manager.randomNormal(new Shape(PRODUCT, PRODUCT));
      NDArray b = manager.randomNormal(new Shape(PRODUCT, PRODUCT));
      double best = Double.MAX_VALUE;
      for (int i = 0; i < 8; i++) {
        long begin = System.nanoTime();
        a.matMul(b).close();
        best = Math.min(best, (System.nanoTime() - begin) / 1e9);
      }
      return 2.0 * PRODUCT * PRODUCT * PRODUCT / best / 1e9;
    }
  }

  /** The checkpoint that training dynamics begin at. */
  private static String writeSubject(Storage storage, String directory) throws IOException {
    String subject = directory + "/subject";
    try (NDManager manager = Torch.newManager();
        Transformer network = Transformer.initialized(SUBJECT, 7, Precision.FLOAT32, manager)) {
      Checkpoint.save(network, storage, subject);
    }
    return subject;
  }

  /** GFLOP/s of training on prompts, with measurements of others of half to all of their length. */
  private static double dynamics(Storage storage, String subject, int steps) throws IOException {
    List<PromptExample> examples = new ArrayList<>();
    List<List<String>> curriculum = new ArrayList<>();
    double operations = 0;
    for (int i = 0; i < steps * BATCH; i++) {
      examples.add(example("train-" + i, ExampleRole.TRAIN, PATCHES));
    }
    for (int i = 0; i < steps; i++) {
      curriculum.add(
          examples.subList(i * BATCH, (i + 1) * BATCH).stream()
              .map(PromptExample::getId)
              .toList());
      operations += 3 * forward(SUBJECT, VOCABULARY, BATCH, PATCHES);
    }
    for (int i = 0; i < TESTS; i++) {
      int length = PATCHES / 2 + i * PATCHES / 2 / TESTS;
      examples.add(example("test-" + i, ExampleRole.TEST, length));
      operations += 2 * forward(SUBJECT, VOCABULARY, 1, length);
    }
    TrainingRun run =
        TrainingRun.newBuilder()
            .setId("run")
            .setSeed(7)
            .setRole(RunRole.FIT)
            .setCurriculum(curriculum)
            .build();
    DynamicsConfig config =
        new DynamicsConfig(Precision.FLOAT32, 1e-4, 0, 1e-3, 1, (steps + 1) / 2, 0, 1, steps);
    try (DynamicsRun dynamics =
        new DynamicsRun(
            config, storage, subject, new ExampleSamples(examples, new ByteTokenizer()), run)) {
      long[] begin = {0};
      dynamics.toEnd(
          (step, loss, network) -> begin[0] = step == 0 ? System.nanoTime() : begin[0]);
      return operations / (System.nanoTime() - begin[0]);
    }
  }

  /** One of so many positions: its tokens and one at either end, but the last is not shown. */
  private static PromptExample example(String id, ExampleRole role, int positions) {
    return PromptExample.newBuilder()
        .setId(id)
        .setTask("bench")
        .setRole(role)
        .setPrompt("p".repeat(positions - 1 - ANSWER.length()))
        .setAnswer(ANSWER)
        .build();
  }

  /** Operations of a step: products forward, twice that backward, attention below the diagonal. */
  private static double flops() {
    return 3 * forward(MODEL, 2 * MODEL.patchValues(), BATCH, PATCHES);
  }

  /**
   * @param outside rows or columns of the matrices outside of the layers
   */
  private static double forward(ModelConfig model, int outside, int batch, int length) {
    double hidden = model.hidden();
    double layer = 4 * hidden * hidden + 3 * hidden * model.feedForward();
    double matrices = model.layers() * layer + outside * hidden;
    double positions = (double) batch * length;
    double attention = model.layers() * 2 * positions * length * hidden;
    return 2 * matrices * positions + attention;
  }
}
