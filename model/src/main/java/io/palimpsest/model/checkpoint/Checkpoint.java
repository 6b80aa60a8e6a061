package io.palimpsest.model.checkpoint;

import ai.djl.ndarray.NDManager;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Precision;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.model.network.WeightSource;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.BoundedFile;
import io.palimpsest.schemas.artifact.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A directory with a network's shape, {@value #CONFIG}, and its weights: {@value #WEIGHTS}, or
 * {@code model-00001-of-0000N.safetensors} and so on with {@code model.safetensors.index.json}.
 *
 * <p>Names, layout and configuration are those of the published PixelGPT, MonoGPT and DualGPT, so
 * that those can be put into such a directory; networks of GPT-NeoX's layers have those of Hugging
 * Face's GPTNeoXForCausalLM. See {@link CheckpointWeights} for what else is read.
 */
public final class Checkpoint {
  public static final String CONFIG = "config.json";
  public static final String WEIGHTS = WeightFiles.SINGLE;
  private static final String LABELS = "score.weight";

  private Checkpoint() {}

  /** Writes a network as {@link CheckpointFormat#DEFAULT} says. */
  public static void save(Transformer network, Storage storage, String directory)
      throws IOException {
    save(network, storage, directory, CheckpointFormat.DEFAULT);
  }

  /**
   * Writes a network's files below {@code directory}, the configuration last: without it there is
   * no checkpoint.
   *
   * @throws InvalidInputException if the directory holds a checkpoint, or what a save that died
   *     left; nothing is overwritten
   */
  public static void save(
      Transformer network, Storage storage, String directory, CheckpointFormat format)
      throws IOException {
    String config = directory + "/" + CONFIG;
    WeightFiles files = new WeightFiles(storage, directory);
    if (storage.size(config).isPresent() || files.exist()) {
      throw new InvalidInputException(
          directory
              + " holds files of a checkpoint already: give another directory or delete them");
    }
    List<Tensor> tensors =
        network.weights().entrySet().stream()
            .map(weight -> Tensor.of(weight.getKey(), weight.getValue(), format.type()))
            .toList();
    files.write(tensors, format);
    try (OutputStream out = storage.create(config)) {
      out.write(CheckpointConfig.toJson(network.config(), format.type()));
    }
  }

  /**
   * The files that {@link #load(Storage, String, NDManager)} reads, the configuration first.
   *
   * @throws InvalidInputException if the configuration or weights are missing
   */
  public static List<String> files(Storage storage, String directory) throws IOException {
    List<String> files = new ArrayList<>(List.of(configPlace(storage, directory)));
    files.addAll(new WeightFiles(storage, directory).files());
    return files;
  }

  /** Reads a network whose products are float32, as {@link #load(Storage, String, Precision)}. */
  public static Transformer load(Storage storage, String directory, NDManager parent)
      throws IOException {
    return load(storage, directory, Precision.FLOAT32, parent);
  }

  /**
   * Reads a network, to be closed by the caller. Beside the network, memory holds one tensor. A
   * network whose files have no tensor for tokens, or none for patches, is one without them,
   * whatever its configuration says; one that has {@code score.weight} has a head for labels.
   *
   * @throws InvalidInputException if the directory's files are missing or damaged or do not fit
   *     each other
   */
  public static Transformer load(
      Storage storage, String directory, Precision precision, NDManager parent) throws IOException {
    ModelConfig config = config(storage, directory);
    WeightFiles files = new WeightFiles(storage, directory);
    Map<String, Tensor> tensors = files.tensors();
    Tensor score = tensors.get(LABELS);
    int labels = score == null ? 0 : Math.toIntExact(score.shape().get(0));
    CheckpointWeights weights = new CheckpointWeights(new TensorSource(tensors, files.place()));
    return filled(reading(config, tensors), labels, precision, parent, weights, weights);
  }

  /**
   * Reads a network and gives it a new head for labels, drawn from a seed.
   *
   * @param labels outputs of the head: the classes, or 1 for a regression
   * @throws InvalidInputException as {@link #load(Storage, String, NDManager)}
   */
  public static Transformer loadForLabels(
      Storage storage,
      String directory,
      int labels,
      long seed,
      Precision precision,
      NDManager parent)
      throws IOException {
    ModelConfig config = config(storage, directory);
    WeightFiles files = new WeightFiles(storage, directory);
    Map<String, Tensor> tensors = files.tensors();
    CheckpointWeights weights = new CheckpointWeights(new TensorSource(tensors, files.place()));
    WeightSource first = WeightSource.random(seed);
    return filled(
        reading(config, tensors),
        labels,
        precision,
        parent,
        (name, shape) ->
            name.equals(LABELS) ? first.values(name, shape) : weights.values(name, shape),
        weights);
  }

  private static Transformer filled(
      ModelConfig config,
      int labels,
      Precision precision,
      NDManager parent,
      WeightSource source,
      CheckpointWeights weights)
      throws IOException {
    Transformer network;
    try {
      network = Transformer.withLabels(config, labels, precision, parent, source);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    try {
      weights.requireSameNames();
      return network;
    } catch (InvalidInputException e) {
      network.close();
      throw e;
    }
  }

  /** The network that the tensors are of; what reads tokens only lacks those tensors, if any. */
  private static ModelConfig reading(ModelConfig config, Map<String, Tensor> tensors) {
    boolean tokens =
        tensors.containsKey(config.architecture().tokenHead())
            || tensors.containsKey(config.architecture().tokenEmbedding());
    boolean patches =
        tensors.containsKey("lm_pixel_head.weight")
            || tensors.keySet().stream().anyMatch(name -> name.contains("patch_embeddings"));
    return config.reading(
        tokens || !config.readsPatches() ? config.vocabulary() : 0,
        patches && config.readsPatches(),
        config.causal());
  }

  private static ModelConfig config(Storage storage, String directory) throws IOException {
    String place = configPlace(storage, directory);
    try (InputStream in = storage.open(place)) {
      return CheckpointConfig.fromJson(BoundedFile.read(in, place), place);
    }
  }

  private static String configPlace(Storage storage, String directory) throws IOException {
    String place = directory + "/" + CONFIG;
    if (storage.size(place).isEmpty()) {
      throw new InvalidInputException(place + " is missing: give a checkpoint's directory");
    }
    return place;
  }
}
