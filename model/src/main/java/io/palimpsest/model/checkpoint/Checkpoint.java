package io.palimpsest.model.checkpoint;

import ai.djl.ndarray.NDManager;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.PatchDecoder;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A directory with a network's shape, {@value #CONFIG}, and its weights: {@value #WEIGHTS}, or
 * {@code model-00001-of-0000N.safetensors} and so on with {@code model.safetensors.index.json}.
 *
 * <p>Names, layout and configuration are those of the published PixelGPT, MonoGPT and DualGPT, so
 * that those can be put into such a directory; see {@link CheckpointWeights} for what else is read.
 */
public final class Checkpoint {
  public static final String CONFIG = "config.json";
  public static final String WEIGHTS = WeightFiles.SINGLE;

  private Checkpoint() {}

  /** Writes a network as {@link CheckpointFormat#DEFAULT} says. */
  public static void save(PatchDecoder decoder, Storage storage, String directory)
      throws IOException {
    save(decoder, storage, directory, CheckpointFormat.DEFAULT);
  }

  /**
   * Writes a network's files below {@code directory}, the configuration last: without it there is
   * no checkpoint.
   *
   * @throws InvalidInputException if the directory holds a checkpoint, or what a save that died
   *     left; nothing is overwritten
   */
  public static void save(
      PatchDecoder decoder, Storage storage, String directory, CheckpointFormat format)
      throws IOException {
    String config = directory + "/" + CONFIG;
    WeightFiles files = new WeightFiles(storage, directory);
    if (storage.size(config).isPresent() || files.exist()) {
      throw new InvalidInputException(
          directory
              + " holds files of a checkpoint already: give another directory or delete them");
    }
    List<Tensor> tensors =
        decoder.weights().entrySet().stream()
            .map(weight -> Tensor.of(weight.getKey(), weight.getValue(), format.type()))
            .toList();
    files.write(tensors, format);
    try (OutputStream out = storage.create(config)) {
      out.write(CheckpointConfig.toJson(decoder.config(), format.type()));
    }
  }

  /**
   * Reads a network, to be closed by the caller. Beside the network, memory holds one tensor.
   *
   * @throws InvalidInputException if the directory's files are missing or damaged or do not fit
   *     each other
   */
  public static PatchDecoder load(Storage storage, String directory, NDManager parent)
      throws IOException {
    ModelConfig config = config(storage, directory);
    WeightFiles files = new WeightFiles(storage, directory);
    CheckpointWeights weights =
        new CheckpointWeights(new TensorSource(files.tensors(), files.place()));
    PatchDecoder decoder;
    try {
      decoder = PatchDecoder.withWeights(config, parent, weights);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    try {
      weights.requireSameNames();
      return decoder;
    } catch (InvalidInputException e) {
      decoder.close();
      throw e;
    }
  }

  private static ModelConfig config(Storage storage, String directory) throws IOException {
    String place = directory + "/" + CONFIG;
    if (storage.size(place).isEmpty()) {
      throw new InvalidInputException(place + " is missing: give a checkpoint's directory");
    }
    try (InputStream in = storage.open(place)) {
      return CheckpointConfig.fromJson(in.readAllBytes(), place);
    }
  }
}
