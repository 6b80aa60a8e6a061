package io.palimpsest.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.palimpsest.model.Torch;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.PatchSequence;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PatchBatchTest {
  private static final ModelConfig MODEL = new ModelConfig(1, 4, 1, 4, 0, 1, 3, 3, 10000, 1e-6);

  private final NDManager manager = Torch.newManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void repeatsGreyInEveryChannelAndPadsWithBlack() {
    PatchSequence grey = sequence(2, 1, 255, 51, 0);
    PatchSequence colour = sequence(1, 3, 51, 102, 255, 0, 0, 0);
    var arrays = new PatchBatch(List.of(grey, colour), MODEL).arrays(manager);
    assertThat(arrays.inputs().toFloatArray())
        .containsExactly(1, 1, 1, 0.2f, 0.2f, 0.2f, 0.2f, 0.4f, 1, 0, 0, 0);
    assertThat(arrays.next().toFloatArray())
        .containsExactly(0.2f, 0.2f, 0.2f, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    assertThat(arrays.mask().toFloatArray()).containsExactly(1, 1, 1, 0);
  }

  @Test
  void countsTheEndPatchAsATargetAndPaddingNever() {
    PatchBatch batch =
        new PatchBatch(List.of(sequence(2, 1, 9, 9, 0), sequence(1, 1, 9, 0)), MODEL);
    assertThat(batch.targets()).isEqualTo(3);
  }

  @Test
  void refusesASequenceLongerThanTheContext() {
    refuses(
        sequence(4, 1, 1, 1, 1, 1, 0),
        "has 4 patches and the model's context is 3: render with fewer patches a sequence");
  }

  @Test
  void refusesASequenceWithoutText() {
    refuses(sequence(0, 1, 0), "has no text patch; it needs 1 or more");
  }

  @Test
  void refusesTwoChannels() {
    refuses(sequence(1, 2, 1, 1, 0, 0), "has 2 channels; 1 or 3 can be read");
  }

  @Test
  void refusesPixelsThatAreCutShort() {
    refuses(
        sequence(2, 1, 1, 0), "has 2 bytes of pixels, but its 2 patches and the end patch take 3");
  }

  @Test
  void refusesPatchesOfAnotherSide() {
    PatchSequence narrow = sequence(1, 1, 0, 0);
    refuses(
        PatchSequence.newBuilder(narrow).setPatchSize(16).build(),
        "has patches of 16 px and the model reads 1 px");
  }

  private static void refuses(PatchSequence sequence, String problem) {
    assertThatThrownBy(() -> new PatchBatch(List.of(sequence), MODEL))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("sequence 5 of document 'doc' " + problem);
  }

  private static PatchSequence sequence(int patches, int channels, int... pixels) {
    byte[] bytes = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      bytes[i] = (byte) pixels[i];
    }
    return new PatchSequence(
        "doc",
        5,
        "text",
        0,
        patches,
        1,
        channels,
        ByteBuffer.wrap(bytes),
        List.of(),
        null,
        List.of(),
        null);
  }
}
