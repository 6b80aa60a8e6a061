package io.palimpsest.model;

import ai.djl.ndarray.NDManager;
import io.palimpsest.model.checkpoint.Checkpoint;
import io.palimpsest.model.checkpoint.SafetensorsFile;
import io.palimpsest.model.checkpoint.Tensor;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.network.Precision;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.schemas.record.TokenSequence;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@code src/test/python/make_gpt_neox_fixture.py} found with PyTorch and transformers. */
public final class NeoXParity {
  private final String folder;
  private final Map<String, Tensor> expected;

  /**
   * @param folder below the test resources, such as {@code gpt-neox/parallel}
   */
  public NeoXParity(String folder) throws IOException {
    this.folder = folder;
    try (InputStream in =
        NeoXParity.class.getResourceAsStream("/" + folder + "/expected.safetensors")) {
      expected = SafetensorsFile.read(in).tensors();
    }
  }

  /** The folder that {@code save_pretrained} wrote. */
  public Path directory() {
    try {
      return Path.of(NeoXParity.class.getResource("/" + folder + "/config.json").toURI())
          .getParent();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  public Transformer network(Precision precision, NDManager manager) throws IOException {
    return Checkpoint.load(new LocalStorage(), directory().toString(), precision, manager);
  }

  public float[] floats(String name) {
    return expected.get(name).floats();
  }

  /** The ids of a text, 0 or 1. */
  public List<Integer> ids(int index) {
    List<Integer> ids = new ArrayList<>();
    for (float id : floats("tokens." + index)) {
      ids.add((int) id);
    }
    return ids;
  }

  /** Both texts. */
  public List<Sample> texts() {
    return List.of(text(0), text(1));
  }

  public Sample text(int index) {
    return Sample.of(
        TokenSequence.newBuilder()
            .setDocumentId("doc-" + index)
            .setIndex(0)
            .setText("text")
            .setStart(0)
            .setTokens(ids(index))
            .build());
  }
}
