package io.palimpsest.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.palimpsest.model.LocalStorage;
import io.palimpsest.model.Parity;
import io.palimpsest.model.Torch;
import io.palimpsest.model.network.Precision;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of damage to a checkpoint of three shards. */
class DamagedCheckpointTest {
  private static final String FETCH =
      "fetch the file again from where it comes from, or run the stage again that wrote it";
  private static final String SHARD = "model-00002-of-00003.safetensors";
  private static final String INDEX = "model.safetensors.index.json";

  private final NDManager manager = Torch.newManager();
  private final LocalStorage storage = new LocalStorage();
  @TempDir Path directory;

  @BeforeEach
  void save() throws IOException {
    try (Transformer decoder =
        Transformer.withWeights(
            Parity.CONFIG, Precision.FLOAT32, manager, new Parity().weights())) {
      CheckpointFormat format = new CheckpointFormat(TensorType.F32, 9000);
      Checkpoint.save(decoder, storage, directory.toString(), format);
    }
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void isSoundWithoutDamage() throws IOException {
    assertThat(Files.exists(directory.resolve(SHARD))).isTrue();
    Checkpoint.load(storage, directory.toString(), manager).close();
  }

  @Test
  void cutShard() throws IOException {
    byte[] bytes = Files.readAllBytes(directory.resolve(SHARD));
    Files.write(directory.resolve(SHARD), Arrays.copyOf(bytes, bytes.length - 5));
    assertRefused(SHARD + ": the file is cut short: tensor '", FETCH);
    Files.write(directory.resolve(SHARD), Arrays.copyOf(bytes, 100));
    assertRefused(SHARD + ": the file is cut short or is no safetensors file", FETCH);
  }

  @Test
  void emptyShard() throws IOException {
    Files.write(directory.resolve(SHARD), new byte[0]);
    assertRefused(SHARD + ": the file is cut short or is no safetensors file", FETCH);
  }

  @Test
  void flippedByte() throws IOException {
    byte[] bytes = Files.readAllBytes(directory.resolve(SHARD));
    bytes[bytes.length / 2] ^= 4;
    Files.write(directory.resolve(SHARD), bytes);
    assertRefused(SHARD + ": the file's bytes do not match its own SHA-256", FETCH);
  }

  @Test
  void longerShard() throws IOException {
    byte[] bytes = Files.readAllBytes(directory.resolve(SHARD));
    Files.write(directory.resolve(SHARD), Arrays.copyOf(bytes, bytes.length + 1));
    assertRefused(SHARD + ": the file goes on behind its last tensor", FETCH);
  }

  @Test
  void headerLengthThatLies() throws IOException {
    byte[] bytes = Files.readAllBytes(directory.resolve(SHARD));
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long length = buffer.getLong(0);
    for (long lie : List.of(0L, 1L, length - 8, length + 8, 1L << 26, -1L, Long.MAX_VALUE)) {
      Files.write(directory.resolve(SHARD), buffer.putLong(0, lie).array());
      assertRefused(SHARD + ": ", FETCH);
    }
  }

  @Test
  void missingShard() throws IOException {
    Files.delete(directory.resolve(SHARD));
    assertRefused(INDEX + " names " + SHARD + ", which is missing", "fetch that file as well");
  }

  @Test
  void shardWithATensorThatTheIndexDoesNotKnow() throws IOException {
    editIndex("\"model.norm.weight\"", "\"model.other.weight\"");
    assertRefused(
        "holds tensor 'model.norm.weight', but " + INDEX + " does not know it", "of one version");
  }

  @Test
  void indexThatPutsATensorIntoAnotherShard() throws IOException {
    editIndex(
        "\"lm_pixel_head.weight\" : \"model-00001-of-00003.safetensors\"",
        "\"lm_pixel_head.weight\" : \"" + SHARD + "\"");
    assertRefused(
        "model-00001-of-00003.safetensors holds tensor 'lm_pixel_head.weight', but "
            + INDEX
            + " puts it into "
            + SHARD,
        "of one version");
  }

  @Test
  void indexWithATensorThatNoShardHolds() throws IOException {
    editIndex("\"weight_map\" : {", "\"weight_map\" : { \"a.weight\" : \"" + SHARD + "\",");
    assertRefused(SHARD + " has no tensor 'a.weight', but " + INDEX + " puts it there", "version");
  }

  @Test
  void damagedIndex() throws IOException {
    String json = Files.readString(directory.resolve(INDEX));
    Files.writeString(directory.resolve(INDEX), json.substring(0, json.length() / 2));
    assertRefused(INDEX + " is cut short or is no JSON", "fetch it again");
    Files.writeString(directory.resolve(INDEX), "");
    assertRefused(INDEX + " has no 'weight_map'", "fetch it again");
    Files.writeString(directory.resolve(INDEX), json.replace(SHARD, "../" + SHARD));
    assertRefused("into '../" + SHARD + "', which is no file beside it", "fetch it again");
  }

  @Test
  void missingFiles() throws IOException {
    Files.delete(directory.resolve(INDEX));
    assertRefused("has neither model.safetensors nor " + INDEX, "give a checkpoint's directory");
    Files.delete(directory.resolve("config.json"));
    assertRefused("config.json is missing", "give a checkpoint's directory");
  }

  @Test
  void headersThatContradictThemselves() throws IOException {
    assertHeaderRefused("\"F32\",\"shape\":[2],\"data_offsets\":[0,4]", "is F32 [2] but has");
    assertHeaderRefused("\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]", "has the axis size -1");
    assertHeaderRefused("\"F32\",\"shape\":[1],\"data_offsets\":[0]", "lacks a dtype, a shape");
    assertHeaderRefused("\"F32\",\"shape\":[1],\"data_offsets\":[4,8]", "leave a gap");
    assertHeaderRefused(
        "\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]", "but has offsets");
    assertHeaderRefused(
        "\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]",
        "tensor 'b' has offsets [2, 6], but the one before ends at 4: tensors overlap");
  }

  @Test
  void wrongTypeOrShape() throws IOException {
    useOneFile();
    Path single = directory.resolve("model.safetensors");
    byte[] sound = Files.readAllBytes(single);
    // Without its digest the file counts as another writer's, so that only the header speaks.
    String text =
        new String(sound, StandardCharsets.ISO_8859_1).replace("\"sha256\":", "\"sha255\":");
    Files.writeString(single, text.replaceFirst("\"F32\"", "\"U32\""), StandardCharsets.ISO_8859_1);
    assertRefused(
        "model.safetensors: tensor 'lm_pixel_head.weight' is of type U32", "convert it to one of");
    Files.writeString(
        single, text.replaceFirst("\\[48,16\\]", "[16,48]"), StandardCharsets.ISO_8859_1);
    assertRefused(
        "tensor 'lm_pixel_head.weight' is F32 [16, 48], but the model needs [48, 16]",
        "use the configuration that belongs to it");
  }

  private void assertHeaderRefused(String entry, String message) throws IOException {
    byte[] header = ("{\"a\":{\"dtype\":" + entry + "}}").getBytes(StandardCharsets.UTF_8);
    ByteBuffer file = ByteBuffer.allocate(8 + header.length + 8).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(
        directory.resolve("model.safetensors"), file.putLong(header.length).put(header).array());
    assertRefused("model.safetensors: tensor '", FETCH);
    assertRefused(message, FETCH);
  }

  /** Loading fails with that message and changes no file. */
  private void assertRefused(String message, String wayOut) throws IOException {
    Map<String, String> before = contents();
    assertThatThrownBy(() -> Checkpoint.load(storage, directory.toString(), manager))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining(message)
        .hasMessageContaining(wayOut);
    assertThat(contents()).isEqualTo(before);
  }

  private void useOneFile() throws IOException {
    Path other = directory.resolve("other");
    try (Transformer decoder = Checkpoint.load(storage, directory.toString(), manager)) {
      Checkpoint.save(decoder, storage, other.toString());
    }
    Files.move(other.resolve("model.safetensors"), directory.resolve("model.safetensors"));
  }

  private void editIndex(String from, String to) throws IOException {
    String json = Files.readString(directory.resolve(INDEX));
    assertThat(json).contains(from);
    Files.writeString(directory.resolve(INDEX), json.replace(from, to));
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }
}
