package io.palimpsest.model;

import io.palimpsest.model.checkpoint.SafetensorsFile;
import io.palimpsest.model.checkpoint.Tensor;
import io.palimpsest.model.checkpoint.TensorSource;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.schemas.record.PatchSequence;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** What {@code src/test/python/make_llama_fixture.py} found with PyTorch and transformers. */
public final class Parity {
  public static final ModelConfig CONFIG = new ModelConfig(2, 16, 2, 24, 0, 4, 3, 16, 10000, 1e-6);

  private final Map<String, Tensor> tensors;

  public Parity() throws IOException {
    try (InputStream in = Parity.class.getResourceAsStream("/llama-parity.safetensors")) {
      tensors = SafetensorsFile.read(in).tensors();
    }
  }

  public TensorSource weights() {
    return new TensorSource(tensors, "llama-parity.safetensors");
  }

  /** The values of the tensor {@code fixture.NAME}. */
  public float[] floats(String name) {
    return tensors.get("fixture." + name).floats();
  }

  /** Two sequences of different length. */
  public List<PatchSequence> sequences() {
    return List.of(sequence(0, 6), sequence(1, 4));
  }

  private PatchSequence sequence(int index, int patches) {
    ByteBuffer pixels = ByteBuffer.wrap(tensors.get("fixture.pixels." + index).bytes());
    return new PatchSequence(
        "doc", index, "text", 0, patches, 4, 3, pixels, List.of(), null, List.of(), null);
  }
}
