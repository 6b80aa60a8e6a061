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
  private final RenderConfig config;
  private final List<FontFile> files;
  private final long library;
  private final FontData[] data;
  private final NativeFont[] fonts;

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
