package io.palimpsest.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palimpsest.model.LocalStorage;
import io.palimpsest.model.NeoXParity;
import io.palimpsest.model.Torch;
import io.palimpsest.model.data.Batch;
import io.palimpsest.model.data.NextPrediction;
import io.palimpsest.model.network.Architecture;
import io.palimpsest.model.network.Precision;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders that {@code save_pretrained} wrote: read, and written again. */
class HuggingFaceFoldersTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final NDManager manager = Torch.newManager();
  private final LocalStorage storage = new LocalStorage();
  @TempDir Path directory;

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"parallel", "sequential"})
  void writesTheTensorsAndKeysThatItRead(String kind) throws Exception {
    Path source = new NeoXParity("gpt-neox/" + kind).directory();
    try (Transformer network = Checkpoint.load(storage, source.toString(), manager)) {
      Checkpoint.save(network, storage, directory.toString());
    }
    Map<String, Tensor> expected = tensors(source);
    Map<String, Tensor> written = tensors(directory);
    assertThat(written.keySet()).isEqualTo(expected.keySet()).hasSize(4 + 2 * 12);
    expected.forEach(
        (name, tensor) -> {
          assertThat(written.get(name).shape()).as(name).isEqualTo(tensor.shape());
          assertThat(written.get(name).floats()).as(name).isEqualTo(tensor.floats());
        });
    JsonNode original = JSON.readTree(source.resolve("config.json").toFile());
    JsonNode config = JSON.readTree(directory.resolve("config.json").toFile());
    assertThat(config.size()).isEqualTo(16);
    config
        .fieldNames()
        .forEachRemaining(
            key -> assertThat(value(config.get(key))).as(key).isEqualTo(value(original.get(key))));
  }

  /** Without the difference between 10000 and 10000.0. */
  private static Object value(JsonNode node) {
    return node.isNumber() ? node.asDouble() : node;
  }

  @Test
  void knowsWhatTheConfigurationSays() throws Exception {
    try (Transformer network =
        Checkpoint.load(
            storage, new NeoXParity("gpt-neox/sequential").directory().toString(), manager)) {
      assertThat(network.config().architecture()).isEqualTo(new Architecture.GptNeoX(0.25, false));
      assertThat(network.config().rotarySize()).isEqualTo(2);
      assertThat(network.config().readsPatches()).isFalse();
    }
  }

  @Test
  void readsALlamaForCausalLMInHalfPrecisionAndShards() throws Exception {
    NeoXParity parity = new NeoXParity("llama-half");
    try (Transformer network = parity.network(Precision.FLOAT32, manager)) {
      Batch.Arrays batch =
          new Batch(List.of(parity.text(0)), network.config(), NextPrediction.INSTANCE)
              .arrays(manager);
      NDArray states = network.states(batch.inputs());
      float[] found = network.tokens(states, batch.tokens().orElseThrow().at()).toFloatArray();
      float[] all = parity.floats("logits");
      assertThat(found)
          .usingComparatorWithPrecision(1e-4f)
          .containsExactly(Arrays.copyOf(all, all.length - 300));
    }
  }

  @Test
  void passesOverTheBuffersOfOlderVersions() throws Exception {
    Path source = copied();
    Map<String, Tensor> tensors = tensors(source);
    for (String buffer : List.of("attention.bias", "attention.masked_bias")) {
      rename(tensors, "gpt_neox.final_layer_norm.bias", "gpt_neox.layers.0." + buffer, true);
    }
    rename(
        tensors,
        "gpt_neox.final_layer_norm.bias",
        "gpt_neox.layers.1.attention.rotary_emb.inv_freq",
        true);
    write(source, tensors);
    try (Transformer network = Checkpoint.load(storage, source.toString(), manager)) {
      assertThat(network.weights()).hasSize(4 + 2 * 12);
    }
  }

  @Test
  void namesATensorThatIsMissing() throws Exception {
    Path source = copied();
    Map<String, Tensor> tensors = tensors(source);
    rename(tensors, "embed_out.weight", "lm_head_of_mine.weight", false);
    write(source, tensors);
    assertThatThrownBy(() -> Checkpoint.load(storage, source.toString(), manager))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "model.safetensors lacks 1 of the network's tensors (embed_out.weight) and has 1 that"
                + " the network does not know (lm_head_of_mine.weight)");
  }

  @Test
  void namesATensorOfAnotherShape() throws Exception {
    Path source = copied();
    Path config = source.resolve("config.json");
    Files.writeString(config, Files.readString(config).replace("_size\": 64", "_size\": 48"));
    assertThatThrownBy(() -> Checkpoint.load(storage, source.toString(), manager))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("tensor 'gpt_neox.layers.0.mlp.dense_h_to_4h.weight' is F32 [64, 32]")
        .hasMessageContaining("but the model needs [48, 32]");
  }

  @Test
  void saysHowToConvertAPickle() throws Exception {
    Path source = copied();
    Files.delete(source.resolve("model.safetensors"));
    Files.writeString(source.resolve("pytorch_model.bin"), "pickle");
    assertThatThrownBy(() -> Checkpoint.load(storage, source.toString(), manager))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(source + "/pytorch_model.bin is a pickle, which is not read")
        .hasMessageContaining("save_pretrained(NEW_FOLDER, safe_serialization=True)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hidden_act | \"gelu_new\" | hidden_act is \"gelu_new\": only the exact GELU is known",
        "attention_bias | false | attention_bias is false: attention has biases",
        "rope_scaling | {\"factor\":2} | rope_scaling is {\"factor\":2}: scaled positions are not",
        "tie_word_embeddings | true | tie_word_embeddings is true: the token head has weights",
        "rotary_pct | 1.5 | rotary-share is 1.5: it must be more than 0 and at most 1",
        "rotary_pct | 0.125 | rotary-share is 0.125, which turns 1 of a head's 8 values",
        "hidden_size | \"wide\" | not a valid `int` value",
        "vocab_size | null | lacks vocab_size: give a GPT-NeoX model's config.json",
      })
  void refusesWhatTheNetworkDoesNotDo(String key, String value, String message) throws Exception {
    Path source = copied();
    Path config = source.resolve("config.json");
    ObjectNode root = (ObjectNode) JSON.readTree(config.toFile());
    root.set(key, JSON.readTree(value));
    Files.writeString(config, root.toString());
    assertThatThrownBy(() -> Checkpoint.load(storage, source.toString(), manager))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(config.toString())
        .hasMessageContaining(message);
  }

  private Path copied() throws IOException {
    Path source = new NeoXParity("gpt-neox/parallel").directory();
    for (String name : List.of("config.json", "model.safetensors")) {
      Files.copy(source.resolve(name), directory.resolve(name));
    }
    return directory;
  }

  private static Map<String, Tensor> tensors(Path folder) throws IOException {
    try (InputStream in = Files.newInputStream(folder.resolve("model.safetensors"))) {
      return new TreeMap<>(SafetensorsFile.read(in).tensors());
    }
  }

  private static void rename(Map<String, Tensor> tensors, String from, String to, boolean keep) {
    Tensor old = tensors.get(from);
    tensors.put(to, new Tensor(to, old.type(), old.shape(), old.content()));
    if (!keep) {
      tensors.remove(from);
    }
  }

  private static void write(Path folder, Map<String, Tensor> tensors) throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve("model.safetensors"))) {
      SafetensorsFile.write(out, Map.of("format", "pt"), new ArrayList<>(tensors.values()));
    }
  }
}
