package io.palimpsest.model.simulation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palimpsest.model.Torch;
import io.palimpsest.model.checkpoint.SafetensorsFile;
import io.palimpsest.model.checkpoint.Tensor;
import io.palimpsest.model.checkpoint.TensorSource;
import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * GPTfluence or Simfluence: computes the coefficients of all pairs of examples at once, and rolls
 * trajectories out by them. Closing gives its arrays back.
 */
public final class Simulator implements AutoCloseable {
  /** Test examples whose coefficients a network of both features computes at a time. */
  private static final int COLUMNS = 16;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SimulatorConfig config;
  private final List<String> trained;
  private final List<String> tests;
  private final int dimension;
  private final PairNetwork network;
  private final NDManager manager;

  /**
   * A simulator that has learnt nothing yet.
   *
   * @param recordings of the fit
   * @param dimension of the features, 0 if it needs none
   */
  Simulator(SimulatorConfig config, Recordings recordings, int dimension) {
    this(config, recordings.trained(), recordings.tests(), dimension, batch(recordings));
  }

  private Simulator(
      SimulatorConfig config,
      List<String> trained,
      List<String> tests,
      int dimension,
      double batch) {
    this.config = config;
    this.trained = trained;
    this.tests = tests;
    this.dimension = dimension;
    this.manager = Torch.newManager();
    this.network =
        switch (config.variant()) {
          case DOT ->
              new DotNetwork(true, config.order(), dimension, batch, config.seed(), manager);
          case DOT_SEPARATE ->
              new DotNetwork(false, config.order(), dimension, batch, config.seed(), manager);
          case CONCAT -> new ConcatNetwork(config.order(), dimension, config.seed(), manager);
          case FREE ->
              new FreeParameters(config.order(), trained.size(), tests.size(), batch, manager);
        };
  }

  /** Examples of a transition, the mean. */
  private static double batch(Recordings recordings) {
    return recordings.runs().stream()
        .flatMap(run -> Arrays.stream(run.batches()))
        .mapToInt(batch -> batch.length)
        .average()
        .orElse(1);
  }

  public SimulatorConfig config() {
    return config;
  }

  PairNetwork network() {
    return network;
  }

  /**
   * Whether it can say anything about examples: free parameters know those of their fit alone.
   *
   * @param train ids of training examples
   * @param test ids of test examples
   */
  public boolean knows(List<String> train, List<String> test) {
    return config.variant().isFeaturized() || trained.containsAll(train) && tests.containsAll(test);
  }

  /**
   * The coefficients of all pairs of training and test examples.
   *
   * @throws InvalidInputException if an example has no features, or was not in the fit of free
   *     parameters
   */
  Coefficients coefficients(List<String> train, List<String> test, Features features) {
    Torch.disableGradients();
    if (!config.variant().isFeaturized()) {
      return chosen(all(null, null), indices(train, trained), indices(test, tests));
    }
    requireDimension(features);
    try (NDManager arrays = manager.newSubManager()) {
      return all(features.of(train, arrays), features.of(test, arrays));
    }
  }

  private void requireDimension(Features features) {
    if (features.dimension() != dimension) {
      throw new InvalidInputException(
          "the features have %d dimensions, those of the simulator's fit had %d: use the same encoder"
              .formatted(features.dimension(), dimension));
    }
  }

  private Coefficients all(NDArray train, NDArray test) {
    if (config.variant() != Variant.CONCAT) {
      return read(network.coefficients(train, test));
    }
    List<Coefficients> parts = new ArrayList<>();
    long count = test.getShape().get(0);
    for (long from = 0; from < count; from += COLUMNS) {
      NDArray part = test.get("%d:%d".formatted(from, Math.min(count, from + COLUMNS)));
      parts.add(read(network.coefficients(train, part)));
    }
    return joined(parts);
  }

  private Coefficients read(NDList arrays) {
    List<float[][]> all = arrays.stream().map(Simulator::rows).toList();
    if (config.variant().isFeaturized()) {
      arrays.close();
    }
    return new Coefficients(all.subList(0, config.order()), all.get(config.order()));
  }

  private static float[][] rows(NDArray matrix) {
    int columns = Math.toIntExact(matrix.getShape().get(1));
    float[] values = matrix.toFloatArray();
    float[][] rows = new float[values.length / columns][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
    }
    return rows;
  }

  private static Coefficients joined(List<Coefficients> parts) {
    List<float[][]> multiples = new ArrayList<>();
    for (int j = 0; j < parts.get(0).order(); j++) {
      int order = j;
      multiples.add(beside(parts.stream().map(part -> part.multiples().get(order)).toList()));
    }
    return new Coefficients(multiples, beside(parts.stream().map(Coefficients::shifts).toList()));
  }

  private static float[][] beside(List<float[][]> parts) {
    float[][] all = new float[parts.get(0).length][];
    for (int row = 0; row < all.length; row++) {
      int columns = parts.stream().mapToInt(part -> part[0].length).sum();
      all[row] = new float[columns];
      int at = 0;
      for (float[][] part : parts) {
        System.arraycopy(part[row], 0, all[row], at, part[row].length);
        at += part[row].length;
      }
    }
    return all;
  }

  private static Coefficients chosen(Coefficients all, int[] rows, int[] columns) {
    return new Coefficients(
        all.multiples().stream().map(each -> chosen(each, rows, columns)).toList(),
        chosen(all.shifts(), rows, columns));
  }

  private static float[][] chosen(float[][] matrix, int[] rows, int[] columns) {
    float[][] chosen = new float[rows.length][columns.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        chosen[i][j] = matrix[rows[i]][columns[j]];
      }
    }
    return chosen;
  }

  private static int[] indices(List<String> ids, List<String> known) {
    Map<String, Integer> index = new HashMap<>();
    known.forEach(id -> index.put(id, index.size()));
    return ids.stream()
        .mapToInt(
            id -> {
              Integer found = index.get(id);
              if (found == null) {
                throw new InvalidInputException(
                    "example '%s' was not in the fit: Simfluence learns a parameter for each pair and cannot forecast for others; use gptfluence or palimpsest"
                        .formatted(id));
              }
              return found;
            })
        .toArray();
  }

  /**
   * The trajectories of all runs, rolled out from their first values, [runs][M + 1][T].
   *
   * @throws InvalidInputException as {@link #coefficients}
   */
  public List<float[][]> rollOut(Recordings recordings, Features features) {
    RollOut rollOut =
        new RollOut(
            coefficients(recordings.trained(), recordings.tests(), features),
            recordings.tests().size());
    return recordings.runs().stream()
        .map(run -> rollOut.of(run.batches(), run.values()[0]))
        .toList();
  }

  /** Floating-point operations of the coefficients of all pairs. */
  double operations(int train, int test) {
    double both = train + test;
    double square = (double) dimension * dimension;
    double coefficients = config.order() + 1.0;
    double pairs = (double) train * test;
    return switch (config.variant()) {
      case DOT -> coefficients * (4 * both * square + 2 * pairs * dimension);
      case DOT_SEPARATE -> coefficients * (2 * both * square + 2 * pairs * dimension);
      case CONCAT -> 4 * both * square + pairs * (400.0 * dimension + 200 * coefficients);
      case FREE -> 0;
    };
  }

  /** Writes it as one safetensors file. */
  public void write(OutputStream out) throws IOException {
    List<Tensor> tensors = new ArrayList<>();
    network.weights().forEach((name, array) -> tensors.add(Tensor.of(name, array)));
    SafetensorsFile.write(
        out,
        Map.of(
            "config", JSON.writeValueAsString(config),
            "trained", JSON.writeValueAsString(trained),
            "tests", JSON.writeValueAsString(tests),
            "dimension", Integer.toString(dimension)),
        tensors);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param place for messages
   * @throws InvalidInputException if the file is damaged or no simulator
   */
  public static Simulator read(InputStream in, String place) throws IOException {
    SafetensorsFile.Contents contents = SafetensorsFile.read(in);
    Map<String, String> about = contents.metadata();
    Simulator simulator;
    try {
      simulator =
          new Simulator(
              JSON.readValue(about.getOrDefault("config", ""), SimulatorConfig.class),
              List.of(JSON.readValue(about.getOrDefault("trained", ""), String[].class)),
              List.of(JSON.readValue(about.getOrDefault("tests", ""), String[].class)),
              Integer.parseInt(about.getOrDefault("dimension", "0")),
              1);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(place + " is no simulator: use what stage fit makes", e);
    }
    TensorSource source = new TensorSource(contents.tensors(), place);
    simulator
        .network
        .weights()
        .forEach((name, array) -> array.set(source.values(name, array.getShape().getShape())));
    return simulator;
  }

  @Override
  public void close() {
    manager.close();
  }
}
