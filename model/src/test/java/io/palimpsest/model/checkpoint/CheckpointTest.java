package io.palimpsest.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.palimpsest.model.LocalStorage;
import io.palimpsest.model.Parity;
import io.palimpsest.model.Torch;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Precision;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.schemas.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  void refusesDamagedWeights() throws Exception {
    Path weights = directory.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 1] ^= 1;
    Files.write(weights, bytes);
    assertThatThrownBy(() -> Checkpoint.load(storage, directory.toString(), manager))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("model.safetensors: the file's bytes do not match its own SHA-256");
  }

  @Test
  void refusesWeightsOfAnotherShape() throws Exception {
    ModelConfig wider = new ModelConfig(2, 16, 2, 32, 20, 4, 3, 16, 10000, 1e-6, true);
    TensorSource source = new Parity().weights();
    assertThatThrownBy(() -> Transformer.withWeights(wider, Precision.FLOAT32, manager, source))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "llama-parity.safetensors: tensor 'model.layers.0.mlp.gate_proj.weight' is"
                + " F32 [24, 16], but the model needs F32 [32, 16]");
  }
}
