package io.palimpsest.transforms.rendering;

import static org.lwjgl.util.freetype.FreeType.FT_Done_Face;
import static org.lwjgl.util.freetype.FreeType.FT_Get_First_Char;
import static org.lwjgl.util.freetype.FreeType.FT_Get_Next_Char;
import static org.lwjgl.util.freetype.FreeType.FT_New_Memory_Face;

import io.palimpsest.schemas.InvalidInputException;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.util.freetype.FT_Face;
import org.lwjgl.util.freetype.FreeType;

/** A font file's bytes and the code points that it has, once in a JVM for all its threads. */
final class FontData {
  private static final Map<FontFile, SoftReference<FontData>> LOADED = new HashMap<>();

  private final FontFile file;
  // Outside of the heap, where FreeType reads them; the garbage collector frees them.
  private final ByteBuffer bytes;
  private final BitSet codePoints;

  private FontData(FontFile file, long library) {
    this.file = file;
    byte[] content = file.bytes();
    bytes = ByteBuffer.allocateDirect(content.length).put(content).flip();
    FT_Face face = open(library);
    codePoints = codePoints(face);
    FT_Done_Face(face);
  }

  /**
   * The font's data, read the first time.
   *
   * @param library any FreeType library of the calling thread
   * @throws InvalidInputException if the file cannot be read, has changed or is no font
   */
  static synchronized FontData of(FontFile file, long library) {
    SoftReference<FontData> loaded = LOADED.get(file);
    FontData data = loaded == null ? null : loaded.get();
    if (data == null) {
      data = new FontData(file, library);
      LOADED.put(file, new SoftReference<>(data));
    }
    return data;
  }

  /** Whether the font has a glyph of its own for a code point. */
  boolean covers(int codePoint) {
    return codePoints.get(codePoint);
  }

  /** A new FreeType face, to be used while this object is reachable. */
  FT_Face open(long library) {
    try (MemoryStack stack = MemoryStack.stackPush()) {
      PointerBuffer handle = stack.mallocPointer(1);
      check(FT_New_Memory_Face(library, bytes, file.face(), handle));
      return FT_Face.create(handle.get(0));
    }
  }

  /**
   * Refuses the font if FreeType does.
   *
   * @throws InvalidInputException if {@code error} is not 0
   */
  void check(int error) {
    if (error != 0) {
      throw new InvalidInputException(
          "FreeType cannot use font %s (%s); give a TrueType or OpenType font"
              .formatted(file.location(), FreeType.FT_Error_String(error)));
    }
  }

  private static BitSet codePoints(FT_Face face) {
    BitSet codePoints = new BitSet();
    try (MemoryStack stack = MemoryStack.stackPush()) {
      IntBuffer glyph = stack.mallocInt(1);
      long codePoint = FT_Get_First_Char(face, glyph);
      while (glyph.get(0) != 0) {
        codePoints.set((int) codePoint);
        codePoint = FT_Get_Next_Char(face, codePoint, glyph);
      }
    }
    return codePoints;
  }
}
