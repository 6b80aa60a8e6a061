package io.palimpsest.model.checkpoint;

import static io.palimpsest.model.checkpoint.TensorType.BF16;
import static io.palimpsest.model.checkpoint.TensorType.F32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.palimpsest.model.LocalStorage;
import io.palimpsest.model.Parity;
import io.palimpsest.model.Torch;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Precision;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  private final NDManager manager = Torch.newManager();
  private final LocalStorage storage = new LocalStorage();
  @TempDir Path directory;

  @BeforeEach
  void save() throws Exception {
    var decoder =
        Transformer.withWeights(Parity.CONFIG, Precision.FLOAT32, manager, new Parity().weights());
    Checkpoint.save(decoder, storage, directory.toString());
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void loadsWhatItSaved() throws Exception {
    Transformer loaded = Checkpoint.load(storage, directory.toString(), manager);
    assertThat(loaded.config()).isEqualTo(Parity.CONFIG);
    float[] expected = new Parity().weights().values("model.norm.weight", 16);
    assertThat(loaded.weights().get("model.norm.weight").toFloatArray()).isEqualTo(expected);
  }

  @Test
  void writesTheKeysOfHuggingFacesConfiguration() throws Exception {
    assertThat(Files.readString(directory.resolve("config.json")))
        .contains("\"hidden_size\" : 16", "\"num_hidden_layers\" : 2", "\"vocab_size\" : 20")
        .contains("\"num_attention_heads\" : 2", "\"intermediate_size\" : 24")
        .contains("\"rms_norm_eps\" : 1.0E-6", "\"rope_theta\" : 10000.0")
        .contains("\"max_position_embeddings\" : 16", "\"patch_size\" : 4")
        .contains("\"num_channels\" : 3");
  }

  @Test
  void splitsWhatIsTooLargeAndReadsItBack() throws Exception {
    String shards = directory + "/shards";
    try (Transformer decoder = Checkpoint.load(storage, directory.toString(), manager);
        Transformer loaded = resaved(decoder, shards, new CheckpointFormat(F32, 9000))) {
      assertSameWeights(loaded, decoder);
    }
    assertThat(storage.list(shards))
        .extracting(path -> path.substring(shards.length() + 1))
        .containsExactly(
            "config.json",
            "model-00001-of-00003.safetensors",
            "model-00002-of-00003.safetensors",
            "model-00003-of-00003.safetensors",
            "model.safetensors.index.json");
    // Two layers of 4 · 16 · 16 + 3 · 16 · 24 + 2 · 16 values; the ends have 1600; 4 bytes each.
    assertThat(Files.readString(Path.of(shards, "model.safetensors.index.json")))
        .startsWith("{\n  \"metadata\" : {\n    \"total_size\" : 26624\n  },")
        .contains("\"lm_pixel_head.weight\" : \"model-00001-of-00003.safetensors\"")
        .contains("\"model.norm.weight\" : \"model-00003-of-00003.safetensors\"");
  }

  @Test
  void givesATensorBeyondTheLimitAFileOfItsOwn() throws Exception {
    String shards = directory + "/shards";
    try (Transformer decoder = Checkpoint.load(storage, directory.toString(), manager);
        Transformer loaded = resaved(decoder, shards, new CheckpointFormat(F32, 1))) {
      assertSameWeights(loaded, decoder);
      assertThat(storage.list(shards)).hasSize(decoder.weights().size() + 2);
    }
  }

  @Test
  void writesBfloat16() throws Exception {
    String half = directory + "/half";
    try (Transformer decoder = Checkpoint.load(storage, directory.toString(), manager);
        Transformer loaded = resaved(decoder, half, new CheckpointFormat(BF16, 1 << 20))) {
      loaded.weights().forEach((name, array) -> assertRounded(array, decoder.weights().get(name)));
    }
    assertThat(Files.readString(Path.of(half, "config.json"))).contains("\"bfloat16\"");
    assertThat(Files.size(Path.of(half, "model.safetensors")))
        .isLessThan(Files.size(directory.resolve("model.safetensors")) * 2 / 3);
  }

  @Test
  void loadsWhatHuggingFaceSaved() throws Exception {
    Path fixture = Path.of(getClass().getResource("/hugging-face/config.json").toURI()).getParent();
    try (Transformer loaded = Checkpoint.load(storage, fixture.toString(), manager);
        InputStream in = getClass().getResourceAsStream("/hugging-face/expected.safetensors")) {
      Map<String, Tensor> expected = SafetensorsFile.read(in).tensors();
      assertThat(expected).hasSize(3);
      expected.forEach(
          (name, tensor) ->
              assertThat(loaded.weights().get(name).toFloatArray()).isEqualTo(tensor.floats()));
    }
  }

  /** For {@code src/test/python/check_hf_loads.py}, which loads it with transformers. */
  @Test
  void savesForHuggingFace() throws Exception {
    Path target = Path.of("target", "for-hugging-face").toAbsolutePath();
    storage.delete(storage.list(target.toString()));
    ModelConfig config = new ModelConfig(2, 16, 2, 24, 32, 16, 3, 64, 10000, 1e-6, true);
    try (Transformer decoder = Transformer.initialized(config, 3, Precision.FLOAT32, manager)) {
      Checkpoint.save(decoder, storage, target + "/single");
      Checkpoint.save(decoder, storage, target + "/shards", new CheckpointFormat(F32, 30_000));
      Checkpoint.save(decoder, storage, target + "/bfloat16", new CheckpointFormat(BF16, 1 << 30));
    }
    assertThat(storage.list(target + "/shards")).hasSizeGreaterThan(4);
  }

  @Test
  void overwritesNothing() throws Exception {
    Path weights = directory.resolve("model.safetensors");
    byte[] before = Files.readAllBytes(weights);
    try (Transformer other =
        Transformer.initialized(Parity.CONFIG, 1, Precision.FLOAT32, manager)) {
      assertThatThrownBy(() -> Checkpoint.save(other, storage, directory.toString()))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              directory
                  + " holds files of a checkpoint already: give another directory or delete them");
      Files.delete(directory.resolve("config.json"));
      assertThatThrownBy(() -> Checkpoint.save(other, storage, directory.toString()))
          .isInstanceOf(InvalidInputException.class);
    }
    assertThat(Files.readAllBytes(weights)).isEqualTo(before);
  }

  @Test
  void leavesNoCheckpointWhereASaveFails() throws Exception {
    String failed = directory + "/failed";
    // A directory where the second shard should go: the disk says no.
    Files.createDirectories(Path.of(failed, "model-00002-of-00003.safetensors"));
    try (Transformer decoder = Checkpoint.load(storage, directory.toString(), manager)) {
      assertThatThrownBy(() -> resaved(decoder, failed, new CheckpointFormat(F32, 9000)))
          .isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> Checkpoint.load(storage, failed, manager))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(failed + "/config.json is missing: give a checkpoint's directory");
  }

  @Test
  void refusesNamesOfAnotherNetwork() throws Exception {
    Path config = directory.resolve("config.json");
    String json = Files.readString(config);
    Files.writeString(config, json.replace("layers\" : 2", "layers\" : 1"));
    assertThatThrownBy(() -> Checkpoint.load(storage, directory.toString(), manager))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            directory + "/model.safetensors has 9 that the network does not know (")
        .hasMessageContaining("model.layers.1.input_layernorm.weight");
    Files.writeString(config, json.replace("layers\" : 2", "layers\" : 4"));
    assertThatThrownBy(() -> Checkpoint.load(storage, directory.toString(), manager))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("lacks 18 of the network's tensors (model.layers.2.input_layernorm")
        .hasMessageContaining(", …): rename the tensors");
  }

  @Test
  void refusesFormatsThatItCannotWrite() {
    assertThatThrownBy(() -> new CheckpointFormat(TensorType.F16, 1))
        .hasMessage("weights cannot be written as F16: use F32 or BF16");
    assertThatThrownBy(() -> new CheckpointFormat(F32, 0))
        .hasMessage("shard bytes is 0: it must be 1 or more");
  }

  @Test
  void refusesWeightsOfAnotherShape() throws Exception {
    ModelConfig wider = new ModelConfig(2, 16, 2, 32, 20, 4, 3, 16, 10000, 1e-6, true);
    TensorSource source = new Parity().weights();
    assertThatThrownBy(() -> Transformer.withWeights(wider, Precision.FLOAT32, manager, source))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "llama-parity.safetensors: tensor 'model.layers.0.mlp.gate_proj.weight' is"
                + " F32 [24, 16], but the model needs [32, 16]: use the configuration that belongs"
                + " to it");
  }

  private Transformer resaved(Transformer decoder, String directory, CheckpointFormat format)
      throws IOException {
    Checkpoint.save(decoder, storage, directory, format);
    return Checkpoint.load(storage, directory, manager);
  }

  private static void assertSameWeights(Transformer actual, Transformer expected) {
    assertThat(actual.weights().keySet()).isEqualTo(expected.weights().keySet());
    actual
        .weights()
        .forEach(
            (name, array) ->
                assertThat(array.toFloatArray())
                    .as(name)
                    .isEqualTo(expected.weights().get(name).toFloatArray()));
  }

  private static void assertRounded(NDArray actual, NDArray expected) {
    float[] exact = expected.toFloatArray();
    float[] rounded = new float[exact.length];
    for (int i = 0; i < exact.length; i++) {
      rounded[i] = Float.intBitsToFloat(TensorType.bfloat16(exact[i]) << 16);
    }
    assertThat(actual.toFloatArray()).isEqualTo(rounded).isNotEqualTo(exact);
  }
}
