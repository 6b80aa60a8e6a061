package io.palimpsest.model;

import io.palimpsest.model.checkpoint.SafetensorsFile;
import io.palimpsest.model.checkpoint.Tensor;
import io.palimpsest.model.checkpoint.TensorSource;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.schemas.record.PairSequence;
import io.palimpsest.schemas.record.PatchSequence;
import io.palimpsest.schemas.record.TokenSequence;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@code src/test/python/make_llama_fixture.py} found with PyTorch and transformers. */
public final class Parity {
  public static final ModelConfig CONFIG =
      new ModelConfig(2, 16, 2, 24, 20, 4, 3, 16, 10000, 1e-6, true);

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

  /** Two images of different length. */
  public List<Sample> images() {
    return List.of(Sample.of(image(0, 6)), Sample.of(image(1, 4)));
  }

  /** Two texts of different length. */
  public List<Sample> texts() {
    return List.of(Sample.of(text(0)), Sample.of(text(1)));
  }

  /** The images, each followed by a text. */
  public List<Sample> pairs() {
    return List.of(
        Sample.of(new PairSequence(image(0, 6), text(0))),
        Sample.of(new PairSequence(image(1, 4), text(1))));
  }

  private PatchSequence image(int index, int patches) {
    return PatchSequence.newBuilder()
        .setDocumentId("doc")
        .setIndex(index)
        .setText("text")
        .setStart(0)
        .setNumPatches(patches)
        .setPatchSize(4)
        .setChannels(3)
        .setPixels(ByteBuffer.wrap(tensors.get("fixture.pixels." + index).bytes()))
        .build();
  }

  private TokenSequence text(int index) {
    List<Integer> ids = new ArrayList<>();
    for (byte id : tensors.get("fixture.tokens." + index).bytes()) {
      ids.add((int) id);
    }
    return TokenSequence.newBuilder()
        .setDocumentId("doc")
        .setIndex(index)
        .setText("text")
        .setStart(0)
        .setTokens(ids)
        .build();
  }
}
