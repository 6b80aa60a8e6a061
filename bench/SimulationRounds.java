import io.palimpsest.model.Torch;
import io.palimpsest.model.simulation.Features;
import io.palimpsest.model.simulation.Recordings;
import io.palimpsest.model.simulation.Simulator;
import io.palimpsest.model.simulation.SimulatorConfig;
import io.palimpsest.model.simulation.SimulatorFit;
import io.palimpsest.model.simulation.Variant;
import io.palimpsest.schemas.record.RunRole;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.ArrayList;
import java.util.stream.IntStream;

/**
 * Our side of bench/simulation. Makes runs of the paper's size by a law with noise and writes them
 * for the peer; then answers requests on standard input: {@code fit ERROR} fits until a validation
 * is no worse and answers {@code seconds error updates}; {@code roll-out} answers the seconds of
 * the roll-out of all test runs by some weights, {@code forecasts} writes it.
 *
 * <p>Usage: {@code java -cp 'pipelines/target/lib/*' bench/SimulationRounds.java FOLDER THREADS}
 */
final class SimulationRounds {
  private static final int TRAINED = 200;
  private static final int TESTS = 200;
  private static final int DIMENSIONS = 384;
  private static final int DRAWN = 128;
  private static final int BATCH = 4;
  private static final int TRANSITIONS = 95;
  private static final Map<RunRole, Integer> RUNS =
      Map.of(RunRole.FIT, 27, RunRole.VALIDATION, 2, RunRole.TEST, 5);
  private static final double NOISE = 0.003;

  /** Ends a fit that is good enough. */
  private static final class GoodEnough extends RuntimeException {
    private static final long serialVersionUID = 1;
    final double error;
    final int updates;

    GoodEnough(double error, int updates) {
      this.error = error;
      this.updates = updates;
    }
  }

  private final Path folder;
  private final Random random = new Random(7);
  private final float[][] trained = features(TRAINED);
  private final float[][] tests = features(TESTS);
  private final Features features = features();
  private final Recordings fit = recordings(RunRole.FIT, RunRole.VALIDATION);
  private final Recordings test = recordings(RunRole.TEST);

  private SimulationRounds(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] args) throws IOException {
    Torch.useThreads(Integer.parseInt(args[1]));
    SimulationRounds rounds = new SimulationRounds(Path.of(args[0]));
    rounds.write();
    rounds.fitted(1, "start.safetensors").close();
    Simulator simulator = rounds.fitted(200, "simulator.safetensors");
    BufferedReader requests = new BufferedReader(new InputStreamReader(System.in));
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "fit" -> rounds.fit(Double.parseDouble(words[1]));
        case "forecasts" -> rounds.forecasts(simulator);
        case "roll-out" -> rounds.rollOut(simulator);
        default -> throw new IllegalArgumentException(line);
      }
    }
  }

  private static void answer(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  private void fit(double enough) {
    long begin = System.nanoTime();
    try {
      SimulatorFit.run(
          config(3000),
          fit,
          features,
          (updates, error) -> {
            if (error <= enough) {
              throw new GoodEnough(error, updates);
            }
          });
      answer("nan nan nan");
    } catch (GoodEnough found) {
      answer("%.4f %.6g %d", (System.nanoTime() - begin) / 1e9, found.error, found.updates);
    }
  }

  /** A fit as the fit stage does it by default. */
  private static SimulatorConfig config(int updates) {
    return new SimulatorConfig(Variant.DOT, 1, updates, 64, 3e-4, 50, 1e-5, 0, 40, 7);
  }

  /** One whose weights the peer gets, too: behind the first update hardly other than before. */
  private Simulator fitted(int updates, String name) throws IOException {
    Simulator simulator =
        SimulatorFit.run(config(updates), fit, features, (u, e) -> {}).simulator();
    try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
      simulator.write(out);
    }
    return simulator;
  }

  private void rollOut(Simulator simulator) {
    long begin = System.nanoTime();
    simulator.rollOut(test, features);
    answer("%.6f", (System.nanoTime() - begin) / 1e9);
  }

  private void forecasts(Simulator simulator) throws IOException {
    List<float[][]> all = simulator.rollOut(test, features);
    write("forecasts.f32", floats(all.stream().flatMap(Arrays::stream).toList()));
    answer("written");
  }

  /** Vectors of a few groups, about as large as MiniLM's. */
  private float[][] features(int count) {
    float[][] centers = gaussian(10, 0.25);
    float[][] all = gaussian(count, 0.2);
    for (float[] each : all) {
      float[] center = centers[random.nextInt(centers.length)];
      for (int i = 0; i < DIMENSIONS; i++) {
        each[i] += center[i];
      }
    }
    return all;
  }

  private float[][] gaussian(int count, double deviation) {
    float[][] all = new float[count][DIMENSIONS];
    for (float[] each : all) {
      for (int i = 0; i < DIMENSIONS; i++) {
        each[i] = (float) (random.nextGaussian() * deviation);
      }
    }
    return all;
  }

  private Features features() {
    Map<String, float[]> all = new HashMap<>();
    IntStream.range(0, TRAINED).forEach(i -> all.put("train-" + i, trained[i]));
    IntStream.range(0, TESTS).forEach(i -> all.put("test-" + i, tests[i]));
    return new Features(all);
  }

  private Recordings recordings(RunRole... roles) {
    List<Recordings.Run> runs = new ArrayList<>();
    for (RunRole role : roles) {
      for (int i = 0; i < RUNS.get(role); i++) {
        runs.add(run(role, runs.size()));
      }
    }
    return new Recordings(names("train-", TRAINED), names("test-", TESTS), runs);
  }

  private static List<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  /** Three epochs of {@value #DRAWN} examples. */
  private int[][] curriculum() {
    List<Integer> all = new ArrayList<>(IntStream.range(0, TRAINED).boxed().toList());
    Collections.shuffle(all, random);
    List<Integer> drawn = new ArrayList<>(all.subList(0, DRAWN));
    List<Integer> order = new ArrayList<>();
    for (int epoch = 0; epoch < 3; epoch++) {
      Collections.shuffle(drawn, random);
      order.addAll(drawn);
    }
    return IntStream.range(0, TRANSITIONS)
        .mapToObj(
            m -> order.subList(m * BATCH, (m + 1) * BATCH).stream().mapToInt(i -> i).toArray())
        .toArray(int[][]::new);
  }

  /** Every example of a batch moves a test example towards its floor, the more the liker it is. */
  private Recordings.Run run(RunRole role, int number) {
    int[][] batches = curriculum();
    float[][] values = new float[TRANSITIONS + 1][TESTS];
    for (int z = 0; z < TESTS; z++) {
      values[0][z] = 2 + tests[z][0];
    }
    for (int m = 0; m < TRANSITIONS; m++) {
      for (int z = 0; z < TESTS; z++) {
        double rate = 0;
        for (int i : batches[m]) {
          rate += (0.05 + 0.03 * Math.tanh(product(trained[i], tests[z]) / 8)) / BATCH;
        }
        double floor = 0.3 + 0.3 * tests[z][1];
        double next = values[m][z] - rate * (values[m][z] - floor);
        values[m + 1][z] = (float) (next + NOISE * random.nextGaussian());
      }
    }
    List<Integer> steps = IntStream.rangeClosed(0, TRANSITIONS).boxed().toList();
    return new Recordings.Run("run-" + number, role, steps, batches, values);
  }

  private static double product(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** The runs for the peer: little-endian, run by run, those of the fit, the validation, the test. */
  private void write() throws IOException {
    List<Recordings.Run> runs = new ArrayList<>(fit.runs());
    runs.addAll(test.runs());
    write("train.f32", floats(List.of(trained)));
    write("test.f32", floats(List.of(tests)));
    write("values.f32", floats(runs.stream().flatMap(run -> Arrays.stream(run.values())).toList()));
    ByteBuffer batches =
        ByteBuffer.allocate(runs.size() * TRANSITIONS * BATCH * 8).order(ByteOrder.LITTLE_ENDIAN);
    runs.stream()
        .flatMap(run -> Arrays.stream(run.batches()))
        .flatMapToInt(Arrays::stream)
        .forEach(batches::putLong);
    write("batches.i64", batches);
  }

  private static ByteBuffer floats(List<float[]> rows) {
    ByteBuffer all =
        ByteBuffer.allocate(rows.stream().mapToInt(row -> row.length * 4).sum())
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : rows) {
      for (float value : row) {
        all.putFloat(value);
      }
    }
    return all;
  }

  private void write(String name, ByteBuffer bytes) throws IOException {
    Files.write(folder.resolve(name), bytes.array());
  }
}
