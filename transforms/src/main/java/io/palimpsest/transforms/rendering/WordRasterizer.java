package io.palimpsest.transforms.rendering;

import com.ibm.icu.lang.UScript;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Draws units of text. Strips of units and pictures of glyphs are cached, each up to a bound: a
 * frequent word costs a look-up, a rare one its shaping. For one thread.
 */
final class WordRasterizer implements AutoCloseable {
  private static final long STRIP_BYTES = 48L << 20;
  private static final long RIGHT_TO_LEFT_BYTES = 16L << 20;
  private static final long GLYPH_BYTES = 8L << 20;

  private final RenderConfig config;
  private final Fonts fonts;
  private final GlyphShaper shaper;
  private final FontRuns runs;
  private final int[] spaces;
  private final BoundedCache<Long, Glyph> glyphs =
      new BoundedCache<>(GLYPH_BYTES, Glyph::footprint, this::rasterise);
  private final BoundedCache<String, Strip> leftToRight =
      new BoundedCache<>(STRIP_BYTES, Strip::footprint, word -> draw(word, false));
  private final BoundedCache<String, Strip> rightToLeft =
      new BoundedCache<>(RIGHT_TO_LEFT_BYTES, Strip::footprint, word -> draw(word, true));

  WordRasterizer(RenderConfig config, Graphemes graphemes) {
    NativeLibraries.load();
    this.config = config;
    fonts = new Fonts(config);
    runs = new FontRuns(fonts, graphemes);
    shaper = new GlyphShaper();
    spaces = new int[fonts.size()];
    try {
      fonts.openGiven();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * The strip of a unit of at most {@link Words#LONGEST} code units.
   *
   * @param level embedding level, odd from right to left
   */
  Strip strip(String word, byte level) {
    return ((level & 1) == 0 ? leftToRight : rightToLeft).get(word);
  }

  /** Columns of a space in the first font. */
  int space() {
    return space(0);
  }

  /** Which of the asked-for strips were cached, from 0 to 1. */
  double hitRate() {
    long hits = leftToRight.hits() + rightToLeft.hits();
    long misses = leftToRight.misses() + rightToLeft.misses();
    return hits / Math.max(1.0, hits + misses);
  }

  private Strip draw(String word, boolean rtl) {
    StripBuilder strip = new StripBuilder(config.patchSize(), config.baseline());
    IntStream.Builder missing = IntStream.builder();
    SortedMap<Integer, int[]> clusters = new TreeMap<>();
    List<FontRun> logical = runs.of(word);
    List<FontRun> visual = rtl ? reversed(logical) : logical;
    for (FontRun run : visual) {
      ShapedRun shaped = shaper.shape(fonts.get(run.font()), word, run, rtl);
      int pen = strip.advance();
      for (PlacedGlyph glyph : shaped.glyphs()) {
        strip.add(glyph, glyphs.get(key(run.font(), glyph.index())));
        if (glyph.index() == 0) {
          missing.add(UScript.getScript(word.codePointAt(glyph.cluster())));
        }
        if (config.patchRanges()) {
          extend(clusters, glyph.cluster(), pen, pen + glyph.advance());
        }
        pen += glyph.advance();
      }
      strip.advance(shaped.advance());
    }
    int space = space(logical.get(logical.size() - 1).font());
    return strip.build(space, missing.build().toArray(), flat(clusters));
  }

  private static void extend(SortedMap<Integer, int[]> clusters, int start, int left, int right) {
    clusters.merge(
        start,
        new int[] {start, left, right},
        (a, b) -> new int[] {start, Math.min(a[1], b[1]), Math.max(a[2], b[2])});
  }

  private static int[] flat(SortedMap<Integer, int[]> clusters) {
    return clusters.values().stream().flatMapToInt(IntStream::of).toArray();
  }

  private static List<FontRun> reversed(List<FontRun> runs) {
    List<FontRun> reversed = new ArrayList<>(runs);
    Collections.reverse(reversed);
    return reversed;
  }

  /** Kept with one added, so that 0 says unknown. */
  private int space(int font) {
    if (spaces[font] == 0) {
      // A space of an emoji font is as wide as its emoji.
      boolean own = font == 0 || !fonts.get(font).hasColour();
      spaces[font] = (own ? shaper.space(fonts.get(font)) : space(0)) + 1;
    }
    return spaces[font] - 1;
  }

  /** Spreads well, as glyphs are many and fonts are few. */
  private long key(int font, int glyph) {
    return (long) glyph * fonts.size() + font;
  }

  private Glyph rasterise(long key) {
    return fonts.get((int) (key % fonts.size())).rasterise((int) (key / fonts.size()));
  }

  @Override
  public void close() {
    shaper.close();
    fonts.close();
  }
}
