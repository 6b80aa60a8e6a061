package io.palimpsest.transforms.rendering;

import static io.palimpsest.transforms.rendering.Rendered.isBlankColumn;
import static io.palimpsest.transforms.rendering.Rendered.picture;
import static io.palimpsest.transforms.rendering.Rendered.pixel;
import static io.palimpsest.transforms.rendering.Rendered.render;
import static io.palimpsest.transforms.rendering.Rendered.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.palimpsest.schemas.record.PatchSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TextRendererTest {
  private static final RenderConfig CONFIG = RenderConfig.defaults();
  private static final String FOX = "The quick brown fox jumps over the lazy dog";

  private final TextRenderer renderer = new TextRenderer(CONFIG);

  @AfterEach
  void close() {
    renderer.close();
  }

  /** The digest holds for the font file and FreeType version of the build. */
  @Test
  void drawsTheKnownPictureOfAKnownText() throws Exception {
    PatchSequence fox = only(FOX);
    assertThat(fox.getNumPatches()).isEqualTo(17);
    assertThat(Rendered.sha256(fox))
        .as(picture(fox))
        .isEqualTo("58ed4e6fe74ceda8f9d16a9b285753d656f40ffaa1414c57e1a424c1e4e03530");
  }

  @Test
  void drawsAnL() {
    assertThat(picture(only("l")).lines().map(String::stripTrailing))
        .containsExactly(
            "", "", "   @.", "   @.", "   @.", "   @.", "   @.", "   @.", "   @.", "   @.", "   @.",
            "   @.", "", "", "", "");
  }

  @Test
  void describesTheSequence() {
    PatchSequence fox = only(FOX);
    assertThat(fox.getDocumentId()).isEqualTo("doc");
    assertThat(fox.getIndex()).isZero();
    assertThat(fox.getStart()).isZero();
    assertThat(fox.getText()).isEqualTo(FOX);
    assertThat(fox.getPatchSize()).isEqualTo(16);
    assertThat(fox.getChannels()).isEqualTo(1);
    assertThat(fox.getPixels().remaining()).isEqualTo((fox.getNumPatches() + 1) * 256);
  }

  @Test
  void padsTheTextWithWhiteAndEndsWithABlackPatch() {
    PatchSequence fox = only(FOX);
    int end = fox.getNumPatches() * 16;
    assertThat(List.of(0, 1, end - 2, end - 1)).allMatch(c -> isBlankColumn(fox, c));
    for (int column = end; column < end + 16; column++) {
      for (int row = 0; row < 16; row++) {
        assertThat(pixel(fox, row, column)).isZero();
      }
    }
  }

  @Test
  void standsOnTheBaselineAndKeepsDescenders() {
    PatchSequence flat = only("nnn");
    PatchSequence deep = only("gjpqy");
    assertThat(inkInRow(flat, 11)).isTrue();
    assertThat(inkInRow(flat, 12)).isFalse();
    assertThat(inkInRow(deep, 14)).isTrue();
    assertThat(inkInRow(deep, 15)).isFalse();
  }

  @Test
  void anEmptyTextIsOneWhitePatch() {
    PatchSequence empty = only("");
    assertThat(empty.getNumPatches()).isEqualTo(1);
    assertThat(picture(empty)).isBlank();
  }

  @Test
  void countsEveryMissingGlyphAndDrawsABox() {
    List<PatchSequence> sequences = new ArrayList<>();
    RenderConfig latin = CONFIG.withFonts(CONFIG.fonts().subList(0, 1));
    try (TextRenderer roboto = new TextRenderer(latin)) {
      roboto.render("doc", "漢字 x 漢 ไทย", sequences::add);
      MissingGlyphs missing = roboto.takeMissing();
      assertThat(missing.total()).isEqualTo(6);
      assertThat(missing.byScript()).containsOnly(entry("han", 3L), entry("thai", 3L));
      roboto.render("doc", "字漢 x 字 ไทย", sequences::add);
      assertThat(picture(sequences.get(0))).isEqualTo(picture(sequences.get(1)));
      roboto.takeMissing();
      roboto.render("doc", FOX + " Ёж Ωμέγα naïve", sequences::add);
      assertThat(roboto.takeMissing().total()).isZero();
    }
  }

  @Test
  void drawsNoControlsAndTabsAndLineBreaksAsSpaces() {
    assertThat(picture(only("a\u0000b\u007F\u0085c"))).isEqualTo(picture(only("ab c")));
    assertThat(picture(only("a\tb\nc\u2028d"))).isEqualTo(picture(only("a b c d")));
    only("a\u0000\t\u00AD\u200D\uFE0Fb");
    assertThat(renderer.takeMissing().total()).isZero();
  }

  @Test
  void replacesLoneSurrogates() {
    PatchSequence broken = only("a\uD800b\uDC00");
    assertThat(broken.getText()).isEqualTo("a\uFFFDb\uFFFD");
    assertThat(picture(broken)).isEqualTo(picture(only("a\uFFFDb\uFFFD")));
  }

  @Test
  void cutsLongTextsBehindSpaces() {
    List<PatchSequence> windows = windows(8, FOX);
    assertThat(windows)
        .extracting(PatchSequence::getText)
        .containsExactly("The quick brown ", "fox jumps over the ", "lazy dog");
    assertThat(windows).extracting(PatchSequence::getStart).containsExactly(0, 16, 35);
    assertThat(windows).extracting(PatchSequence::getIndex).containsExactly(0, 1, 2);
  }

  @Test
  void cutsLongWordsBetweenGraphemeClusters() {
    String word = "e\u0301\u0323".repeat(300);
    List<PatchSequence> windows = windows(8, word);
    assertThat(windows).hasSizeGreaterThan(10).allMatch(w -> w.getText().length() % 3 == 0);
    assertThat(texts(windows)).isEqualTo(word);
  }

  @Test
  void getsOnWhenAClusterIsWiderThanTheLine() {
    String family = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67".repeat(40);
    assertThat(texts(windows(4, family))).isEqualTo(family);
    String heap = "x" + "\u0301".repeat(2000);
    assertThat(texts(windows(4, heap))).isEqualTo(heap);
    String flag = "漢\u200D".repeat(400);
    assertThat(texts(windows(4, flag))).isEqualTo(flag);
  }

  @Test
  void keepsOverhangingInk() {
    // A mark without a base hangs over to the left of its pen.
    PatchSequence mark = only("\u0301");
    assertThat(picture(mark)).isNotBlank();
    assertThat(isBlankColumn(only("j"), 1)).isFalse();
  }

  @Test
  void otherPatchSizesScaleTheLine() {
    RenderConfig large = CONFIG.withSizes(16, 32);
    PatchSequence fox = Rendered.render(large, FOX).get(0);
    assertThat(fox.getPatchSize()).isEqualTo(32);
    assertThat(fox.getNumPatches()).isBetween(16, 18);
    assertThat(inkInRow(fox, 23)).isTrue();
  }

  @Test
  void aFallbackFontIsAskedOnlyForWhatTheFirstLacks() {
    FontFile roboto = CONFIG.fonts().get(0);
    String text = FOX + " 漢ẹ\u0301";
    List<PatchSequence> once = render(CONFIG.withFonts(List.of(roboto)), text);
    assertThat(render(CONFIG.withFonts(List.of(roboto, roboto)), text)).isEqualTo(once);
  }

  @Test
  void rightToLeftTextRunsFromTheRight() {
    PatchSequence alef = only("\u05D0a");
    PatchSequence reversed = only("\u202Da\u05D0");
    assertThat(picture(alef)).isEqualTo(picture(reversed));
    assertThat(picture(only("(\u05D0)"))).isEqualTo(picture(only("(\u05D0)\u200F")));
    assertThat(picture(only("\u0628\u0628"))).isNotEqualTo(picture(only("\u0628\u200C\u0628")));
  }

  @Test
  void emojiAreColouredAndTextIsGrey() {
    PatchSequence emoji = only("ok \uD83D\uDE00");
    assertThat(emoji.getChannels()).isEqualTo(3);
    assertThat(emoji.getPixels().remaining()).isEqualTo((emoji.getNumPatches() + 1) * 768);
    assertThat(only("\u2764\uFE0F").getChannels()).isEqualTo(3);
    assertThat(only("\u2764\uFE0E").getChannels()).isEqualTo(1);
    assertThat(only("1 # ok").getChannels()).isEqualTo(1);
    String family = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67";
    assertThat(only(family).getNumPatches()).isEqualTo(only("\uD83D\uDC68").getNumPatches());
  }

  @Test
  void modesHaveOneChannel() {
    String text = FOX + " \uD83D\uDE00";
    PatchSequence grey = render(CONFIG.withMode(Mode.GRAYSCALE), text).get(0);
    PatchSequence binary = render(CONFIG.withMode(Mode.BINARY), text).get(0);
    assertThat(List.of(grey, binary)).allMatch(sequence -> sequence.getChannels() == 1);
    assertThat(binary.getPixels().array()).containsOnly(0, 255);
    for (int i = 0; i < binary.getPixels().limit(); i++) {
      int value = grey.getPixels().get(i) & 0xFF;
      assertThat(binary.getPixels().get(i) & 0xFF).isEqualTo(value < 128 ? 0 : 255);
    }
    assertThat(render(CONFIG.withMode(Mode.GRAYSCALE), FOX)).containsExactly(only(FOX));
  }

  @Test
  void coloursMixByCoverage() {
    Colour ink = new Colour(200, 0, 0);
    Colour paper = new Colour(255, 255, 0);
    PatchSequence coloured = render(CONFIG.withColours(ink, paper), "l").get(0);
    PatchSequence plain = only("l");
    assertThat(coloured.getChannels()).isEqualTo(3);
    for (int i = 0; i < 256; i++) {
      double paperShare = (plain.getPixels().get(i) & 0xFF) / 255.0;
      assertThat(coloured.getPixels().get(3 * i) & 0xFF)
          .isEqualTo((int) Math.round(200 + 55 * paperShare));
      assertThat(coloured.getPixels().get(3 * i + 1) & 0xFF)
          .isEqualTo((int) Math.round(255 * paperShare));
      assertThat(coloured.getPixels().get(3 * i + 2)).isZero();
    }
    PatchSequence inverse = render(CONFIG.withColours(Colour.WHITE, Colour.BLACK), "l").get(0);
    assertThat(inverse.getChannels()).isEqualTo(1);
    assertThat(inverse.getPixels().get(0)).isZero();
  }

  @Test
  void wordsStartAtPatchBorders() {
    PatchSequence words = render(CONFIG.withStrategy(Strategy.WORDS), "one two one").get(0);
    byte[] pixels = words.getPixels().array();
    int two = words.getNumPatches() - only("one").getNumPatches();
    assertThat(Arrays.copyOf(pixels, 256))
        .isEqualTo(Arrays.copyOfRange(pixels, two * 256, (two + 1) * 256));
  }

  @Test
  void bigramsTakeAPatchEach() {
    RenderConfig config = CONFIG.withStrategy(Strategy.BIGRAMS).withPatchRanges();
    PatchSequence bigrams = render(config, "letters i\u0301t").get(0);
    assertThat(bigrams.getPatchRanges()).containsExactly(0, 2, 2, 4, 4, 6, 6, 8, 8, 11);
    PatchSequence repeated = render(config, "toto").get(0);
    byte[] pixels = repeated.getPixels().array();
    assertThat(Arrays.copyOf(pixels, 256)).isEqualTo(Arrays.copyOfRange(pixels, 256, 512));
  }

  @Test
  void patchesKnowTheirCharacters() {
    PatchSequence fox = render(CONFIG.withPatchRanges(), FOX).get(0);
    List<Integer> ranges = fox.getPatchRanges();
    assertThat(ranges).hasSize(2 * fox.getNumPatches()).startsWith(0, 2, 1, 5);
    assertThat(ranges.get(ranges.size() - 1)).isEqualTo(FOX.length());
    assertThat(only(FOX).getPatchRanges()).isEmpty();
    assertThat(fox.getPixels()).isEqualTo(only(FOX).getPixels());
  }

  @Test
  void unspacedTextIsCutWhereTheLineIsFull() {
    String text = "\u6F22 " + "\u5B57".repeat(40);
    List<PatchSequence> windows = windows(8, text);
    assertThat(texts(windows)).isEqualTo(text);
    assertThat(windows.get(0).getText().length()).isGreaterThan(6);
  }

  @Test
  void aClosedRendererRefusesToDraw() {
    renderer.close();
    assertThatThrownBy(() -> only(FOX)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void everyThreadDrawsTheSame() throws Exception {
    List<String> texts = List.of(FOX, "Съешь ещё этих", "Ωμέγα office AVATAR", "漢字 fi");
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      Callable<List<String>> task =
          () -> texts.stream().map(t -> picture(render(CONFIG, t).get(0))).toList();
      List<String> expected = texts.stream().map(t -> picture(only(t))).toList();
      for (Future<List<String>> result : pool.invokeAll(List.of(task, task, task))) {
        assertThat(result.get()).isEqualTo(expected);
      }
    } finally {
      pool.shutdown();
    }
  }

  private PatchSequence only(String text) {
    List<PatchSequence> sequences = render(renderer, text);
    assertThat(sequences).hasSize(1);
    return sequences.get(0);
  }

  private static List<PatchSequence> windows(int maxPatches, String text) {
    return render(CONFIG.withMaxPatches(maxPatches), text);
  }

  private static boolean inkInRow(PatchSequence sequence, int row) {
    int columns = sequence.getNumPatches() * sequence.getPatchSize();
    for (int column = 0; column < columns; column++) {
      if (pixel(sequence, row, column) < 255) {
        return true;
      }
    }
    return false;
  }
}
