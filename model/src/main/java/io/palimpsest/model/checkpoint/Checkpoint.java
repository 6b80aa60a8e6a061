package io.palimpsest.model.checkpoint;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Precision;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Storage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** A directory with a network's shape, {@value #CONFIG}, and its weights, {@value #WEIGHTS}. */
public final class Checkpoint {
  public static final String CONFIG = "config.json";
  public static final String WEIGHTS = "model.safetensors";

  /** Says to Hugging Face's loaders that tensors are laid out as PyTorch does. */
  private static final Map<String, String> METADATA = Map.of("format", "pt");

  // Keys of other tools (torch_dtype, architectures, …) are none of ours.
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

  private Checkpoint() {}

  /** Writes both files below {@code directory}. */
  public static void save(Transformer network, Storage storage, String directory)
      throws IOException {
    try (OutputStream out = storage.create(directory + "/" + CONFIG)) {
      out.write(JSON.writeValueAsBytes(network.config()));
    }
    List<Tensor> tensors =
        network.weights().entrySet().stream()
            .map(weight -> Tensor.of(weight.getKey(), weight.getValue()))
            .toList();
    try (OutputStream out = storage.create(directory + "/" + WEIGHTS)) {
      SafetensorsFile.write(out, METADATA, tensors);
    }
  }

  /**
   * Reads a network, to be closed by the caller.
   *
   * @throws InvalidInputException if the directory's files are damaged or do not fit each other
   */
  public static Transformer load(Storage storage, String directory, NDManager parent)
      throws IOException {
    ModelConfig config = config(storage, directory + "/" + CONFIG);
    String place = directory + "/" + WEIGHTS;
    try (InputStream in = new BufferedInputStream(storage.open(place))) {
      Map<String, Tensor> tensors = SafetensorsFile.read(in).tensors();
      return Transformer.withWeights(
          config, Precision.FLOAT32, parent, new TensorSource(tensors, place));
    } catch (DamagedFileException e) {
      throw new InvalidInputException(place + ": " + e.getMessage(), e);
    }
  }

  private static ModelConfig config(Storage storage, String place) throws IOException {
    try (InputStream in = storage.open(place)) {
      return JSON.readValue(in.readAllBytes(), ModelConfig.class);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(place + ": " + e.getOriginalMessage(), e);
    }
  }
}
