package io.palimpsest.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.palimpsest.model.Torch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SafetensorsFileTest {
  private final NDManager manager = Torch.newManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void readsBackWhatItWrote() throws Exception {
    SafetensorsFile.Contents contents = SafetensorsFile.read(new ByteArrayInputStream(file()));
    assertThat(contents.metadata()).isEqualTo(Map.of("format", "pt"));
    Tensor tensor = contents.tensors().get("a.weight");
    assertThat(tensor.shape()).containsExactly(2L, 3L);
    assertThat(tensor.floats()).containsExactly(1, 2, 3, 4, 5, -6.5f);
    assertThat(contents.tensors().get("log").bytes()).containsExactly(1, 2, 3);
  }

  @Test
  void startsWithAHeaderThatOtherToolsRead() throws Exception {
    byte[] bytes = file();
    int length = bytes[0] & 0xFF | (bytes[1] & 0xFF) << 8;
    assertThat((8 + length) % 8).isZero();
    assertThat(new String(bytes, 8, length, StandardCharsets.UTF_8).strip())
        .matches("\\{\"__metadata__\":\\{\"format\":\"pt\",\"sha256\":\"[0-9a-f]{64}\"},.*")
        .endsWith(
            "\"a.weight\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
                + "\"log\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[24,27]}}");
  }

  @Test
  void writesTheSameBytesForTheSameTensors() throws Exception {
    assertThat(file()).isEqualTo(file());
  }

  @Test
  void noticesEveryCut() throws Exception {
    byte[] bytes = file();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> SafetensorsFile.read(new ByteArrayInputStream(cut)))
          .isInstanceOf(DamagedFileException.class);
    }
  }

  @Test
  void noticesEveryFlippedBit() throws Exception {
    byte[] bytes = file();
    // Without the digest's own key a file counts as another writer's.
    int key = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("sha256");
    for (int i = 0; i < bytes.length; i++) {
      if (i >= key && i < key + "sha256".length()) {
        continue;
      }
      byte[] flipped = bytes.clone();
      flipped[i] ^= 1;
      assertThatThrownBy(() -> SafetensorsFile.read(new ByteArrayInputStream(flipped)))
          .as("byte %d", i)
          .isInstanceOf(DamagedFileException.class);
    }
  }

  private byte[] file() throws IOException {
    float[] values = {1, 2, 3, 4, 5, -6.5f};
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SafetensorsFile.write(
        out,
        Map.of("format", "pt"),
        List.of(
            Tensor.of("log", new byte[] {1, 2, 3}),
            Tensor.of("a.weight", manager.create(values, new Shape(2, 3)))));
    return out.toByteArray();
  }
}
