package io.palimpsest.transforms.rendering;

import static org.lwjgl.util.freetype.FreeType.FT_Done_Face;
import static org.lwjgl.util.freetype.FreeType.FT_FACE_FLAG_SCALABLE;
import static org.lwjgl.util.freetype.FreeType.FT_FT_LOAD_TARGET_LIGHT;
import static org.lwjgl.util.freetype.FreeType.FT_HAS_COLOR;
import static org.lwjgl.util.freetype.FreeType.FT_LOAD_COLOR;
import static org.lwjgl.util.freetype.FreeType.FT_LOAD_NO_BITMAP;
import static org.lwjgl.util.freetype.FreeType.FT_LOAD_RENDER;
import static org.lwjgl.util.freetype.FreeType.FT_Load_Glyph;
import static org.lwjgl.util.freetype.FreeType.FT_PIXEL_MODE_BGRA;
import static org.lwjgl.util.freetype.FreeType.FT_Select_Size;
import static org.lwjgl.util.freetype.FreeType.FT_Set_Char_Size;
import static org.lwjgl.util.harfbuzz.HarfBuzz.hb_font_destroy;
import static org.lwjgl.util.harfbuzz.HarfBuzz.hb_ft_font_create_referenced;
import static org.lwjgl.util.harfbuzz.HarfBuzz.hb_ft_font_set_load_flags;

import java.nio.ByteBuffer;
import org.lwjgl.util.freetype.FT_Bitmap;
import org.lwjgl.util.freetype.FT_Bitmap_Size;
import org.lwjgl.util.freetype.FT_Face;
import org.lwjgl.util.freetype.FT_GlyphSlot;

/**
 * A font at one size: its glyphs' pictures, its shaper. Fonts of outlines are drawn in grey, or in
 * colour where they layer coloured outlines (COLR, version 0); fonts of coloured bitmaps (CBDT,
 * sbix) are scaled down from their largest size.
 */
final class NativeFont implements AutoCloseable {
  // Light hinting snaps rows and leaves columns alone: Pango's "slight", the paper's look.
  private static final int OUTLINES = FT_FT_LOAD_TARGET_LIGHT | FT_LOAD_NO_BITMAP;

  // Keeps the bytes that FreeType reads.
  private final FontData data;
  private final FT_Face face;
  private final int loadFlags;
  private final boolean colour;
  private final double scale;
  private final long shaper;

  /**
   * Opens a font.
   *
   * @param library the FreeType library that owns it
   * @throws io.palimpsest.schemas.InvalidInputException if FreeType cannot scale it
   */
  NativeFont(long library, FontData data, RenderConfig config) {
    this.data = data;
    face = data.open(library);
    colour = FT_HAS_COLOR(face);
    if ((face.face_flags() & FT_FACE_FLAG_SCALABLE) != 0) {
      loadFlags = colour ? OUTLINES | FT_LOAD_COLOR : OUTLINES;
      int size = (int) Math.round(config.pointSize() * 64);
      data.check(FT_Set_Char_Size(face, size, size, config.dpi(), config.dpi()));
      scale = 1;
    } else {
      loadFlags = FT_LOAD_COLOR;
      int largest = face.num_fixed_sizes() - 1;
      data.check(FT_Select_Size(face, largest));
      FT_Bitmap_Size strike = face.available_sizes().get(largest);
      scale = config.em() * 64 / strike.y_ppem();
    }
    shaper = hb_ft_font_create_referenced(face.address());
    hb_ft_font_set_load_flags(shaper, loadFlags);
  }

  /** The HarfBuzz font, valid until this one is closed; its lengths are to be scaled. */
  long shaper() {
    return shaper;
  }

  /** Whether its glyphs have colours of their own. */
  boolean hasColour() {
    return colour;
  }

  /** Whole pixels of one of the shaper's lengths (26.6 fixed point), halves up. */
  int pixels(int length) {
    return scale == 1 ? (length + 32) >> 6 : (int) Math.floor(length * scale / 64 + 0.5);
  }

  /**
   * Draws a glyph by its index in the font.
   *
   * @throws io.palimpsest.schemas.InvalidInputException if the font is damaged there
   */
  Glyph rasterise(int glyph) {
    data.check(FT_Load_Glyph(face, glyph, loadFlags | FT_LOAD_RENDER));
    FT_GlyphSlot slot = face.glyph();
    FT_Bitmap bitmap = slot.bitmap();
    int width = bitmap.width();
    int rows = bitmap.rows();
    if (width == 0 || rows == 0) {
      return Glyph.NONE;
    }
    int left = slot.bitmap_left();
    int top = -slot.bitmap_top();
    if (bitmap.pixel_mode() == FT_PIXEL_MODE_BGRA) {
      ColourInk ink = new ColourInk(colours(bitmap, width, rows), left, top, width, rows);
      return Glyph.of(scale == 1 ? ink : ink.scaled(scale));
    }
    return Glyph.of(new Ink(cells(bitmap, width, rows), left, top, width, rows));
  }

  private static long[] cells(FT_Bitmap bitmap, int width, int rows) {
    int pitch = bitmap.pitch();
    ByteBuffer source = bitmap.buffer(pitch * rows);
    long[] cells = new long[((width + 7) >> 3) * rows];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < width; column++) {
        long coverage = source.get(row * pitch + column) & 0xFF;
        cells[(column >> 3) * rows + row] |= coverage << ((column & 7) * 8);
      }
    }
    return cells;
  }

  /** FreeType's blue, green, red, alpha as one number a pixel. */
  private static int[] colours(FT_Bitmap bitmap, int width, int rows) {
    int pitch = bitmap.pitch();
    ByteBuffer source = bitmap.buffer(pitch * rows);
    int[] pixels = new int[width * rows];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < width; column++) {
        int at = row * pitch + column * Integer.BYTES;
        for (int i = 0; i < Integer.BYTES; i++) {
          pixels[row * width + column] |= (source.get(at + i) & 0xFF) << 8 * i;
        }
      }
    }
    return pixels;
  }

  @Override
  public void close() {
    hb_font_destroy(shaper);
    FT_Done_Face(face);
  }
}
