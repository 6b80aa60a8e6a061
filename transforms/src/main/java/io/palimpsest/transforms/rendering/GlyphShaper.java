package io.palimpsest.transforms.rendering;

import static org.lwjgl.util.harfbuzz.HarfBuzz.HB_DIRECTION_LTR;
import static org.lwjgl.util.harfbuzz.HarfBuzz.HB_DIRECTION_RTL;
import static org.lwjgl.util.harfbuzz.HarfBuzz.hb_buffer_add_utf16;
import static org.lwjgl.util.harfbuzz.HarfBuzz.hb_buffer_clear_contents;
import static org.lwjgl.util.harfbuzz.HarfBuzz.hb_buffer_create;
import static org.lwjgl.util.harfbuzz.HarfBuzz.hb_buffer_destroy;
import static org.lwjgl.util.harfbuzz.HarfBuzz.hb_buffer_get_glyph_infos;
import static org.lwjgl.util.harfbuzz.HarfBuzz.hb_buffer_get_glyph_positions;
import static org.lwjgl.util.harfbuzz.HarfBuzz.hb_buffer_guess_segment_properties;
import static org.lwjgl.util.harfbuzz.HarfBuzz.hb_buffer_set_direction;
import static org.lwjgl.util.harfbuzz.HarfBuzz.hb_buffer_set_language;
import static org.lwjgl.util.harfbuzz.HarfBuzz.hb_language_from_string;
import static org.lwjgl.util.harfbuzz.HarfBuzz.hb_shape;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.util.harfbuzz.hb_glyph_info_t;
import org.lwjgl.util.harfbuzz.hb_glyph_position_t;

/**
 * Shapes runs of one font and one script with HarfBuzz: ligatures, kerning, joining, marks. Every
 * advance and offset is rounded to whole pixels by itself, as Pango does, so that a glyph looks the
 * same wherever it stands.
 */
final class GlyphShaper implements AutoCloseable {
  // Without a language HarfBuzz would take the machine's, and with it other glyph variants.
  private static final String NO_LANGUAGE = "und";

  private final long buffer = hb_buffer_create();
  private final long language = hb_language_from_string(NO_LANGUAGE);
  private final ByteBuffer utf16 = MemoryUtil.memAlloc(Words.LONGEST * Character.BYTES);

  /** Shapes a part of a word; what stands around it in the word decides its joining. */
  ShapedRun shape(NativeFont font, String word, FontRun run, boolean rightToLeft) {
    utf16.clear();
    utf16.asCharBuffer().put(word);
    utf16.limit(word.length() * Character.BYTES);
    hb_buffer_clear_contents(buffer);
    hb_buffer_add_utf16(buffer, utf16, run.start(), run.end() - run.start());
    hb_buffer_set_language(buffer, language);
    hb_buffer_set_direction(buffer, rightToLeft ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
    hb_buffer_guess_segment_properties(buffer);
    hb_shape(font.shaper(), buffer, null);
    return glyphs(font);
  }

  /** Columns of a space, 0 if the font has none. */
  int space(NativeFont font) {
    return shape(font, " ", new FontRun(0, 0, 1), false).advance();
  }

  private ShapedRun glyphs(NativeFont font) {
    hb_glyph_info_t.Buffer infos = hb_buffer_get_glyph_infos(buffer);
    hb_glyph_position_t.Buffer positions = hb_buffer_get_glyph_positions(buffer);
    int count = infos == null ? 0 : infos.remaining();
    List<PlacedGlyph> glyphs = new ArrayList<>(count);
    int pen = 0;
    for (int i = 0; i < count; i++) {
      hb_glyph_info_t info = infos.get(i);
      hb_glyph_position_t position = positions.get(i);
      int x = pen + font.pixels(position.x_offset());
      int y = font.pixels(position.y_offset());
      int advance = font.pixels(position.x_advance());
      glyphs.add(new PlacedGlyph(info.codepoint(), info.cluster(), x, y, advance));
      pen += advance;
    }
    return new ShapedRun(glyphs, pen);
  }

  @Override
  public void close() {
    hb_buffer_destroy(buffer);
    MemoryUtil.memFree(utf16);
  }
}
