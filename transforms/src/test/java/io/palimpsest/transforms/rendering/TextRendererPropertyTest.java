package io.palimpsest.transforms.rendering;

import static io.palimpsest.transforms.rendering.Rendered.render;
import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import io.palimpsest.schemas.record.PatchSequence;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/** What holds for every text. One renderer serves all tries, so that its caches are ever fuller. */
class TextRendererPropertyTest {
  private static final int MAX_PATCHES = 6;
  private static final RenderConfig CONFIG = RenderConfig.defaults().withMaxPatches(MAX_PATCHES);
  private static final RenderConfig WIDE = CONFIG.withMaxPatches(1024);
  private static final TextRenderer RENDERER = new TextRenderer(CONFIG);

  @AfterContainer
  static void close() {
    RENDERER.close();
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<Character> european =
        Arbitraries.chars().range(' ', '~').range('\u00A1', '\u0453').with(' ').with('\u0301');
    Arbitrary<Character> any = Arbitraries.chars().all();
    Arbitrary<String> everyPlane =
        Arbitraries.integers()
            .between(0, Character.MAX_CODE_POINT)
            .map(Character::toString)
            .list()
            .ofMaxSize(60)
            .map(parts -> String.join("", parts));
    return Arbitraries.oneOf(
        everyPlane,
        european.list().ofMaxSize(120).map(TextRendererPropertyTest::join),
        any.list().ofMaxSize(60).map(TextRendererPropertyTest::join),
        Arbitraries.of(
                "a",
                "fi",
                " ",
                "\uD83D\uDC68",
                "\u200D",
                "\u0301",
                "\u05D0",
                "\u0627",
                "\u0E33",
                "(",
                "12",
                "\u202B",
                "\u202C",
                "\u2067",
                "\uFE0F",
                "\uD83C\uDDE9",
                "\u0915\u094D",
                "\u6F22",
                "\u0E40")
            .list()
            .ofMaxSize(80)
            .map(parts -> String.join("", parts)));
  }

  private static String join(List<Character> chars) {
    StringBuilder text = new StringBuilder();
    chars.forEach(text::append);
    return text.toString();
  }

  @Property(tries = 500)
  void noTextIsLost(@ForAll("texts") String text) {
    List<PatchSequence> windows = render(RENDERER, text);
    assertThat(Rendered.texts(windows)).isEqualTo(DrawableText.of(text).stored());
    int start = 0;
    for (int i = 0; i < windows.size(); i++) {
      assertThat(windows.get(i).getIndex()).isEqualTo(i);
      assertThat(windows.get(i).getStart()).isEqualTo(start);
      start += windows.get(i).getText().length();
    }
  }

  @Property(tries = 500)
  void everyWindowKeepsTheBoundsAndEndsBlack(@ForAll("texts") String text) {
    for (PatchSequence window : render(RENDERER, text)) {
      int patches = window.getNumPatches();
      assertThat(patches).isBetween(1, MAX_PATCHES - 1);
      byte[] pixels = window.getPixels().array();
      assertThat(pixels).hasSize((patches + 1) * 256 * window.getChannels());
      for (int i = patches * 256 * window.getChannels(); i < pixels.length; i++) {
        assertThat(pixels[i]).isZero();
      }
    }
  }

  /**
   * So no window shows a part of its neighbour's glyphs, and none lacks a part of its own. Where
   * directions mix, the text around decides the order, too.
   */
  @Property(tries = 500)
  void aWindowLooksLikeItsTextAlone(@ForAll("texts") String text) {
    Assume.that(!DirectedText.of(DrawableText.of(text).drawn()).isMixed());
    for (PatchSequence window : render(RENDERER, text)) {
      List<PatchSequence> alone = render(RENDERER, window.getText());
      assertThat(alone).hasSize(1);
      assertThat(alone.get(0).getPixels()).isEqualTo(window.getPixels());
    }
  }

  @Property(tries = 30)
  void aFreshRendererDrawsTheSame(@ForAll("texts") String text) {
    assertThat(render(CONFIG, text)).isEqualTo(render(RENDERER, text));
  }

  @Property(tries = 300)
  void cutsFallBetweenGraphemeClusters(@ForAll("texts") String text) {
    String drawn = DrawableText.of(text).drawn();
    BreakIterator clusters = BreakIterator.getCharacterInstance(ULocale.ROOT);
    clusters.setText(drawn);
    for (PatchSequence window : render(RENDERER, text)) {
      int start = window.getStart();
      if (!clusters.isBoundary(start)) {
        String cluster = drawn.substring(clusters.preceding(start), clusters.following(start));
        assertThat(render(WIDE, cluster).get(0).getNumPatches())
            .as("patches of a cluster that was cut, at %d of %s", start, text)
            .isGreaterThan(MAX_PATCHES - 1);
      }
    }
  }

  @Property(tries = 300)
  void patchRangesCoverTheTextInEveryStrategy(
      @ForAll("texts") String text, @ForAll Strategy strategy) {
    RenderConfig config = CONFIG.withStrategy(strategy).withPatchRanges();
    List<PatchSequence> windows = render(config, text);
    assertThat(Rendered.texts(windows)).isEqualTo(DrawableText.of(text).stored());
    for (PatchSequence window : windows) {
      List<Integer> ranges = window.getPatchRanges();
      BitSet shown = new BitSet();
      for (int i = 0; i < ranges.size(); i += 2) {
        assertThat(ranges.get(i)).isBetween(0, ranges.get(i + 1));
        shown.set(ranges.get(i), ranges.get(i + 1));
      }
      assertThat(ranges).hasSize(2 * window.getNumPatches());
      assertThat(shown.cardinality()).isEqualTo(window.getText().length());
    }
  }
}
