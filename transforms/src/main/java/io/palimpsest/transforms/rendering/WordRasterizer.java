package io.palimpsest.transforms.rendering;

import static org.lwjgl.util.freetype.FreeType.FT_Done_FreeType;
import static org.lwjgl.util.freetype.FreeType.FT_Init_FreeType;

import java.util.ArrayList;
import java.util.List;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryUtil;

/**
 * Draws words. Strips of words and bitmaps of glyphs are cached, each up to a bound: a frequent
 * word costs a look-up, a rare one its shaping.
 */
final class WordRasterizer implements AutoCloseable {
  private static final long STRIP_BYTES = 48L << 20;
  private static final long GLYPH_BYTES = 8L << 20;

  private final RenderConfig config;
  private final long library;
  private final List<NativeFont> fonts = new ArrayList<>();
  private final GlyphShaper shaper;
  private final FontRuns runs = new FontRuns(fonts);
  private final BoundedCache<Long, Ink> glyphs =
      new BoundedCache<>(GLYPH_BYTES, Ink::footprint, this::rasterise);
  private final BoundedCache<String, Strip> strips =
      new BoundedCache<>(STRIP_BYTES, Strip::footprint, this::draw);

  WordRasterizer(RenderConfig config) {
    NativeLibraries.load();
    this.config = config;
    library = openLibrary();
    shaper = new GlyphShaper();
    try {
      config.fonts().forEach(file -> fonts.add(new NativeFont(library, file, config)));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The strip of a word of at most {@link Words#LONGEST} code units. */
  Strip strip(String word) {
    return strips.get(word);
  }

  private Strip draw(String word) {
    StripBuilder strip = new StripBuilder(config.patchSize(), config.baseline());
    for (FontRun run : runs.of(word)) {
      ShapedRun shaped = shaper.shape(fonts.get(run.font()), word, run.start(), run.end());
      for (PlacedGlyph glyph : shaped.glyphs()) {
        strip.add(glyph, glyphs.get(key(run.font(), glyph.index())));
      }
      strip.advance(shaped.advance());
    }
    return strip.build();
  }

  private static long key(int font, int glyph) {
    return (long) font << Integer.SIZE | glyph;
  }

  private Ink rasterise(long key) {
    return fonts.get((int) (key >>> Integer.SIZE)).rasterise((int) key);
  }

  private static long openLibrary() {
    PointerBuffer handle = MemoryUtil.memAllocPointer(1);
    try {
      if (FT_Init_FreeType(handle) != 0) {
        throw new OutOfMemoryError("FreeType cannot allocate its library");
      }
      return handle.get(0);
    } finally {
      MemoryUtil.memFree(handle);
    }
  }

  @Override
  public void close() {
    shaper.close();
    fonts.forEach(NativeFont::close);
    FT_Done_FreeType(library);
  }
}
