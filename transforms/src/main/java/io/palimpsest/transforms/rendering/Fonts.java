package io.palimpsest.transforms.rendering;

import static org.lwjgl.util.freetype.FreeType.FT_Done_FreeType;
import static org.lwjgl.util.freetype.FreeType.FT_Init_FreeType;

import java.util.List;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;

/**
 * The fonts of a configuration, in order. A font is read when it is first asked for a code point,
 * and opened when it first draws one: English text never touches the others. For one thread.
 */
final class Fonts implements AutoCloseable {
  /** More would not be told apart by what is kept of them. */
  static final int MOST = 250;

  private static final int PAGE_BITS = 8;

  private final RenderConfig config;
  private final List<FontFile> files;
  private final long library;
  private final FontData[] data;
  private final NativeFont[] fonts;
  // By page of code points: the number of the first font, with one added, so that 0 says unknown.
  private final byte[][] firsts = new byte[(Character.MAX_CODE_POINT >> PAGE_BITS) + 1][];

  Fonts(RenderConfig config) {
    this.config = config;
    files = config.fonts();
    library = openLibrary();
    data = new FontData[files.size()];
    fonts = new NativeFont[files.size()];
  }

  /**
   * Opens the fonts that are not part of the build: a bad one is to be refused before any text is
   * drawn, not when the first character needs it.
   *
   * @throws io.palimpsest.schemas.InvalidInputException if one cannot be used
   */
  void openGiven() {
    for (int font = 0; font < fonts.length; font++) {
      if (!files.get(font).isBundled()) {
        get(font);
      }
    }
  }

  int size() {
    return files.size();
  }

  /** Whether a font has a glyph of its own for a code point. */
  boolean covers(int font, int codePoint) {
    return data(font).covers(codePoint);
  }

  /** The first font that has a glyph for a code point; {@link #size} if none has. */
  int first(int codePoint) {
    byte[] page = firsts[codePoint >> PAGE_BITS];
    if (page == null) {
      page = new byte[1 << PAGE_BITS];
      firsts[codePoint >> PAGE_BITS] = page;
    }
    int at = codePoint & (1 << PAGE_BITS) - 1;
    if (page[at] == 0) {
      page[at] = (byte) (search(codePoint) + 1);
    }
    return (page[at] & 0xFF) - 1;
  }

  private int search(int codePoint) {
    int font = 0;
    while (font < files.size() && !covers(font, codePoint)) {
      font++;
    }
    return font;
  }

  /**
   * The opened font.
   *
   * @throws io.palimpsest.schemas.InvalidInputException if it cannot be used
   */
  NativeFont get(int font) {
    if (fonts[font] == null) {
      fonts[font] = new NativeFont(library, data(font), config);
    }
    return fonts[font];
  }

  private FontData data(int font) {
    if (data[font] == null) {
      data[font] = FontData.of(files.get(font), library);
    }
    return data[font];
  }

  private static long openLibrary() {
    try (MemoryStack stack = MemoryStack.stackPush()) {
      PointerBuffer handle = stack.mallocPointer(1);
      if (FT_Init_FreeType(handle) != 0) {
        throw new OutOfMemoryError("FreeType cannot allocate its library");
      }
      return handle.get(0);
    }
  }

  @Override
  public void close() {
    for (NativeFont font : fonts) {
      if (font != null) {
        font.close();
      }
    }
    FT_Done_FreeType(library);
  }
}
