package io.palimpsest.model.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.palimpsest.model.LocalStorage;
import io.palimpsest.model.Torch;
import io.palimpsest.model.checkpoint.Checkpoint;
import io.palimpsest.model.network.Inputs;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Precision;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.model.tokenizer.ByteTokenizer;
import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubjectEncoderTest {
  private static final ModelConfig TEXT = ModelConfig.preset("nano").reading(258, false, true);

  @TempDir Path directory;

  private String saved(ModelConfig config) throws IOException {
    String place = directory.resolve("checkpoint").toString();
    try (NDManager manager = Torch.newManager();
        Transformer network = Transformer.initialized(config, 3, Precision.FLOAT32, manager)) {
      Checkpoint.save(network, new LocalStorage(), place);
    }
    return place;
  }

  private static SubjectEncoder open(String checkpoint, Pooling pooling) throws IOException {
    return new SubjectEncoder(
        new LocalStorage(), checkpoint, new ByteTokenizer(), pooling, "digest");
  }

  @Test
  void takesTheStatesOfTheTextAlone() throws IOException {
    String checkpoint = saved(TEXT);
    List<String> texts = List.of("abc", "a longer text than the first", "abc");
    try (SubjectEncoder last = open(checkpoint, Pooling.LAST);
        SubjectEncoder mean = open(checkpoint, Pooling.MEAN)) {
      float[][] states = states(checkpoint, new long[] {256, 97, 98, 99});
      float[][] lasts = last.encode(texts);
      assertThat(lasts[0]).containsExactly(states[3], within(1e-5f)).isEqualTo(lasts[2]);
      assertThat(lasts[1]).isNotEqualTo(lasts[0]);
      float[] means = mean.encode(texts)[0];
      for (int i = 0; i < means.length; i++) {
        float sum = states[0][i] + states[1][i] + states[2][i] + states[3][i];
        assertThat(means[i]).isCloseTo(sum / 4, within(1e-5f));
      }
      assertThat(last.digest()).isNotEqualTo(mean.digest());
    }
  }

  @Test
  void aLongTextLosesItsBeginning() throws IOException {
    try (SubjectEncoder encoder = open(saved(TEXT), Pooling.LAST)) {
      float[][] found = encoder.encode(List.of("x".repeat(100) + "a", "y" + "x".repeat(99) + "a"));
      assertThat(found[0]).containsExactly(found[1], within(1e-6f));
    }
  }

  @Test
  void refusesWhatReadsNoText() throws IOException {
    String checkpoint = saved(ModelConfig.preset("nano").reading(0, true, true));
    assertThatThrownBy(() -> open(checkpoint, Pooling.LAST))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is no language model");
  }

  private static float[][] states(String checkpoint, long[] ids) throws IOException {
    Torch.disableGradients();
    try (NDManager manager = Torch.newManager();
        Transformer network = Checkpoint.load(new LocalStorage(), checkpoint, manager)) {
      NDArray layout = manager.arange(0, ids.length, 1, DataType.INT64).reshape(1, ids.length);
      Inputs inputs =
          new Inputs(Optional.empty(), Optional.of(manager.create(ids)), layout, Optional.empty());
      float[] all = network.states(inputs).toFloatArray();
      int hidden = TEXT.hidden();
      float[][] rows = new float[ids.length][];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = java.util.Arrays.copyOfRange(all, i * hidden, (i + 1) * hidden);
      }
      return rows;
    }
  }
}
