package io.palimpsest.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.palimpsest.model.Torch;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.PairSequence;
import io.palimpsest.schemas.record.PatchSequence;
import io.palimpsest.schemas.record.TokenSequence;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchTest {
  private static final ModelConfig MODEL =
      new ModelConfig(1, 4, 1, 4, 9, 1, 3, 4, 10000, 1e-6, true);

  private final NDManager manager = Torch.newManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void repeatsGreyInEveryChannelAndAsksForTheNextPatch() {
    PatchSequence grey = sequence(2, 1, 255, 51, 0);
    PatchSequence colour = sequence(1, 3, 51, 102, 255, 0, 0, 0);
    Batch.Arrays arrays = batch(Sample.of(grey), Sample.of(colour)).arrays(manager);
    assertThat(arrays.inputs().patches().orElseThrow().toFloatArray())
        .containsExactly(1, 1, 1, 0.2f, 0.2f, 0.2f, 0, 0, 0, 0.2f, 0.4f, 1, 0, 0, 0);
    // The second row's padding shows any patch.
    assertThat(arrays.inputs().layout().toLongArray()).containsExactly(0, 1, 3, 0);
    assertThat(arrays.patches().orElseThrow().at().toLongArray()).containsExactly(0, 1, 2);
    assertThat(arrays.patches().orElseThrow().answers().toLongArray()).containsExactly(1, 2, 4);
    assertThat(arrays.tokens()).isEmpty();
  }

  @Test
  void putsAPairsTokensBehindItsEndPatch() {
    Sample pair = Sample.of(new PairSequence(sequence(1, 1, 9, 0), text(7, 5, 8)));
    Batch batch = batch(pair, Sample.of(text(1, 2)));
    Batch.Arrays arrays = batch.arrays(manager);
    assertThat(batch.patches()).isEqualTo(1);
    assertThat(batch.tokens()).isEqualTo(3);
    assertThat(arrays.inputs().tokens().orElseThrow().toLongArray()).containsExactly(7, 5, 1);
    assertThat(arrays.inputs().layout().toLongArray()).containsExactly(0, 1, 2, 3, 4, 0, 0, 0);
    assertThat(arrays.tokens().orElseThrow().at().toLongArray()).containsExactly(2, 3, 4);
    assertThat(arrays.tokens().orElseThrow().answers().toLongArray()).containsExactly(5, 8, 2);
  }

  @Test
  void asksForALabelAtTheLastPositionThatIsNotPadding() {
    Sample image = Sample.of(sequence(2, 1, 1, 1, 0));
    Sample text = Sample.of(text(7, 8));
    Batch batch = new Batch(List.of(image, text), MODEL, LabelPrediction.INSTANCE);
    assertThat(batch.arrays(manager).labels().orElseThrow().at().toLongArray())
        .containsExactly(2, 4);
  }

  @Test
  void masksAQuarterOfThePatchesInSpansOfAtMostSix() {
    for (int seed = 0; seed < 100; seed++) {
      var masked = MaskedPatches.mask(40, new Random(seed));
      assertThat(masked.cardinality()).isEqualTo(10);
    }
    ModelConfig both = MODEL.reading(0, true, false);
    Sample image = Sample.of(sequence(3, 1, 1, 1, 1, 0));
    Batch batch = new Batch(List.of(image), both, new MaskedPatches(7, 1));
    Batch.Arrays arrays = batch.arrays(manager);
    long at = arrays.patches().orElseThrow().at().getLong(0);
    assertThat(arrays.patches().orElseThrow().answers().toLongArray()).containsExactly(at);
    assertThat(arrays.inputs().layout().toLongArray()[(int) at]).isEqualTo(4);
  }

  @Test
  void refusesAnImageLongerThanTheContext() {
    refuses(
        sequence(5, 1, 1, 1, 1, 1, 1, 0),
        "has 5 patches and the model's context is 4: render with fewer patches a sequence");
  }

  @Test
  void refusesATextLongerThanTheContext() {
    assertThatThrownBy(() -> batch(Sample.of(text(1, 1, 1, 1, 1, 1))))
        .hasMessage(
            "sequence 5 of document 'doc' has 5 positions and the model's context is 4: make shorter sequences (max-patches, max-tokens)");
  }

  @Test
  void refusesATokenOutsideTheEmbedding() {
    assertThatThrownBy(() -> batch(Sample.of(text(9, 1))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "sequence 5 of document 'doc' has token id 9, but the embedding has ids 0 to 8: use the tokenizer that the network was made with");
  }

  @Test
  void refusesWhatTheNetworkDoesNotRead() {
    ModelConfig patches = MODEL.reading(0, true, true);
    ModelConfig tokens = MODEL.reading(9, false, true);
    assertThatThrownBy(
            () -> new Batch(List.of(Sample.of(text(1, 1))), patches, NextPrediction.INSTANCE))
        .hasMessageContaining("has tokens, but this network reads patches only");
    assertThatThrownBy(
            () ->
                new Batch(
                    List.of(Sample.of(sequence(1, 1, 1, 0))), tokens, NextPrediction.INSTANCE))
        .hasMessageContaining("is an image, but this network reads tokens only");
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

  private static Batch batch(Sample... samples) {
    return new Batch(List.of(samples), MODEL, NextPrediction.INSTANCE);
  }

  private static TokenSequence text(Integer... ids) {
    return TokenSequence.newBuilder()
        .setDocumentId("doc")
        .setIndex(5)
        .setText("text")
        .setStart(0)
        .setTokens(List.of(ids))
        .build();
  }

  private static void refuses(PatchSequence sequence, String problem) {
    assertThatThrownBy(() -> batch(Sample.of(sequence)))
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
