package io.palimpsest.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.palimpsest.model.Torch;
import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against {@code number-types.safetensors}, which {@code make_checkpoint_fixtures.py} made. */
class TensorTypeTest {
  private Map<String, Tensor> tensors;

  @BeforeEach
  void read() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/number-types.safetensors")) {
      tensors = SafetensorsFile.read(in).tensors();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"F16", "BF16", "F64", "I64"})
  void readsAsPyTorchConverts(String type) {
    Tensor tensor = tensors.get(type);
    assertThat(tensor.type()).isEqualTo(type);
    assertThat(bits(tensor.floats()))
        .hasSizeGreaterThan(5)
        .isEqualTo(bits(tensors.get(type + ".float32").floats()));
  }

  @Test
  void roundsToBfloat16AsPyTorchDoes() {
    try (NDManager manager = Torch.newManager()) {
      NDArray array = manager.create(tensors.get("rounded").floats());
      Tensor rounded = Tensor.of("rounded", array, TensorType.BF16);
      assertThat(rounded.size()).isEqualTo(2 * array.size());
      assertThat(bits(rounded.floats())).isEqualTo(bits(tensors.get("rounded.bfloat16").floats()));
    }
  }

  @Test
  void refusesTypesThatAreNoNumbers() {
    Tensor tensor = new Tensor("a", "F8_E4M3", List.of(4L), () -> ByteBuffer.allocate(4));
    assertThatThrownBy(() -> new TensorSource(Map.of("a", tensor), "x.safetensors").values("a", 4))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "x.safetensors: tensor 'a' is of type F8_E4M3: convert it to one of"
                + " [F32, F16, BF16, F64, I64]");
  }

  @Test
  void refusesWhatNoArrayHolds() {
    Tensor tensor =
        new Tensor("a", "BF16", List.of(1L << 15, 1L << 14), () -> ByteBuffer.allocate(0));
    assertThatThrownBy(tensor::floats)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("tensor 'a' [32768, 16384] has 2 GiB or more as float32")
        .hasMessageContaining("use a smaller vocabulary or hidden size");
  }

  /** NaNs of any kind are one: PyTorch does not keep which. */
  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToIntBits(values[i]);
    }
    return bits;
  }
}
