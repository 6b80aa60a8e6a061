package io.palimpsest.transforms.rendering;

import static io.palimpsest.transforms.rendering.Rendered.picture;
import static io.palimpsest.transforms.rendering.Rendered.render;
import static org.assertj.core.api.Assertions.assertThat;

import io.palimpsest.schemas.record.LabeledExample;
import io.palimpsest.schemas.record.PatchSequence;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabeledExampleTest {
  private static final RenderConfig CONFIG = RenderConfig.defaults();
  private static final String LONG = "many words of a sentence ".repeat(40).strip();

  @Test
  void aSentenceIsDrawnAsADocumentIs() {
    PatchSequence example = example(CONFIG, "A fine film.", null);
    PatchSequence document = render(CONFIG, "A fine film.").get(0);
    assertThat(example.getPixels()).isEqualTo(document.getPixels());
    assertThat(example.getLabel()).isEqualTo("1");
    assertThat(example.getSegments()).containsExactly(document.getNumPatches());
  }

  @Test
  void aPairHasABlackPatchBehindEachSentence() {
    PatchSequence pair = example(CONFIG, "It rains.", "It is wet outside.");
    byte[] first = render(CONFIG, "It rains.").get(0).getPixels().array();
    byte[] second = render(CONFIG, "It is wet outside.").get(0).getPixels().array();
    byte[] pixels = pair.getPixels().array();
    assertThat(Arrays.copyOf(pixels, first.length)).isEqualTo(first);
    assertThat(Arrays.copyOfRange(pixels, first.length, pixels.length)).isEqualTo(second);
    assertThat(pair.getNumPatches()).isEqualTo(pixels.length / 256 - 1);
    assertThat(pair.getSegments()).containsExactly(first.length / 256 - 1, second.length / 256 - 1);
    assertThat(pair.getText()).isEqualTo("It rains.It is wet outside.");
    assertThat(pair.getText().substring(pair.getTextPairStart())).isEqualTo("It is wet outside.");
  }

  @Test
  void aColouredSentenceColoursThePair() {
    PatchSequence pair = example(CONFIG, "plain", "\uD83D\uDE00");
    assertThat(pair.getChannels()).isEqualTo(3);
    assertThat(pair.getPixels().remaining()).isEqualTo((pair.getNumPatches() + 1) * 768);
  }

  @Test
  void theLongerSentenceIsCutFirst() {
    RenderConfig narrow = CONFIG.withMaxPatches(32);
    PatchSequence longFirst = example(narrow, LONG, "short one");
    assertThat(longFirst.getText()).startsWith("many words").endsWith("short one");
    assertThat(longFirst.getNumPatches()).isBetween(29, 31);
    PatchSequence longSecond = example(narrow, "short one", LONG);
    assertThat(longSecond.getText()).startsWith("short onemany words");
    assertThat(longSecond.getNumPatches()).isBetween(29, 31);
    PatchSequence both = example(narrow, LONG, LONG);
    assertThat(both.getSegments()).hasSize(2).allMatch(patches -> patches >= 13 && patches <= 15);
    assertThat(both.getNumPatches()).isLessThanOrEqualTo(31);
  }

  @Test
  void anEmptySentenceIsABlankPatch() {
    PatchSequence pair = example(CONFIG, "", "b");
    assertThat(pair.getSegments()).containsExactly(1, 1);
    assertThat(picture(pair)).isNotBlank();
  }

  @Test
  void rangesCountOverBothSentences() {
    PatchSequence pair = example(CONFIG.withPatchRanges(), "one two", "three");
    List<Integer> ranges = pair.getPatchRanges();
    assertThat(ranges).hasSize(2 * pair.getNumPatches());
    int separator = pair.getSegments().get(0);
    assertThat(ranges.subList(2 * separator, 2 * separator + 2)).containsExactly(7, 7);
    assertThat(ranges.get(2 * separator + 2)).isEqualTo(7);
    assertThat(ranges.get(ranges.size() - 1)).isEqualTo(12);
  }

  private static PatchSequence example(RenderConfig config, String text, String pair) {
    try (TextRenderer renderer = new TextRenderer(config)) {
      return renderer.render(new LabeledExample("example-1", text, pair, "1"));
    }
  }
}
