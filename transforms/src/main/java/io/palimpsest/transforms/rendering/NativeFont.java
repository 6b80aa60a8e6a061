package io.palimpsest.transforms.rendering;

import static org.lwjgl.util.freetype.FreeType.FT_Done_Face;
import static org.lwjgl.util.freetype.FreeType.FT_FT_LOAD_TARGET_LIGHT;
import static org.lwjgl.util.freetype.FreeType.FT_Get_Char_Index;
import static org.lwjgl.util.freetype.FreeType.FT_LOAD_NO_BITMAP;
import static org.lwjgl.util.freetype.FreeType.FT_LOAD_RENDER;
import static org.lwjgl.util.freetype.FreeType.FT_Load_Glyph;
import static org.lwjgl.util.freetype.FreeType.FT_New_Memory_Face;
import static org.lwjgl.util.freetype.FreeType.FT_Set_Char_Size;
import static org.lwjgl.util.harfbuzz.HarfBuzz.hb_font_destroy;
import static org.lwjgl.util.harfbuzz.HarfBuzz.hb_ft_font_create_referenced;
import static org.lwjgl.util.harfbuzz.HarfBuzz.hb_ft_font_set_load_flags;

import io.palimpsest.schemas.InvalidInputException;
import java.nio.ByteBuffer;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.util.freetype.FT_Bitmap;
import org.lwjgl.util.freetype.FT_Face;
import org.lwjgl.util.freetype.FT_GlyphSlot;
import org.lwjgl.util.freetype.FreeType;

/** A font file at one size in native memory: its characters, its glyphs' pictures, its shaper. */
final class NativeFont implements AutoCloseable {
  // Light hinting snaps rows and leaves columns alone: Pango's "slight", the paper's look.
  private static final int LOAD_FLAGS = FT_FT_LOAD_TARGET_LIGHT | FT_LOAD_NO_BITMAP;

  private final FontFile file;
  private final ByteBuffer bytes;
  private final FT_Face face;
  private final long shaper;

  /**
   * Opens a font.
   *
   * @param library the FreeType library that owns it
   * @throws InvalidInputException if FreeType cannot read it or it has no outlines
   */
  NativeFont(long library, FontFile file, RenderConfig config) {
    this.file = file;
    byte[] content = file.bytes();
    bytes = MemoryUtil.memAlloc(content.length).put(content).flip();
    try {
      face = open(library);
      int size = (int) Math.round(config.pointSize() * 64);
      check(FT_Set_Char_Size(face, size, size, config.dpi(), config.dpi()));
    } catch (RuntimeException e) {
      MemoryUtil.memFree(bytes);
      throw e;
    }
    shaper = hb_ft_font_create_referenced(face.address());
    hb_ft_font_set_load_flags(shaper, LOAD_FLAGS);
  }

  private FT_Face open(long library) {
    PointerBuffer handle = MemoryUtil.memAllocPointer(1);
    try {
      check(FT_New_Memory_Face(library, bytes, 0, handle));
      return FT_Face.create(handle.get(0));
    } finally {
      MemoryUtil.memFree(handle);
    }
  }

  /** Whether the font has a glyph of its own for a code point. */
  boolean covers(int codePoint) {
    return FT_Get_Char_Index(face, codePoint) != 0;
  }

  /** The HarfBuzz font, valid until this one is closed. */
  long shaper() {
    return shaper;
  }

  /**
   * Draws a glyph by its index in the font.
   *
   * @throws InvalidInputException if the font is damaged there
   */
  Ink rasterise(int glyph) {
    check(FT_Load_Glyph(face, glyph, LOAD_FLAGS | FT_LOAD_RENDER));
    FT_GlyphSlot slot = face.glyph();
    FT_Bitmap bitmap = slot.bitmap();
    int width = bitmap.width();
    int rows = bitmap.rows();
    return width == 0 || rows == 0
        ? Ink.NONE
        : new Ink(cells(bitmap, width, rows), slot.bitmap_left(), -slot.bitmap_top(), width, rows);
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

  private void check(int error) {
    if (error != 0) {
      throw new InvalidInputException(
          "FreeType cannot use font %s (%s); give a scalable TrueType or OpenType font"
              .formatted(file.location(), FreeType.FT_Error_String(error)));
    }
  }

  @Override
  public void close() {
    hb_font_destroy(shaper);
    FT_Done_Face(face);
    MemoryUtil.memFree(bytes);
  }
}
