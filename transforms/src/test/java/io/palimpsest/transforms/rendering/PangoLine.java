package io.palimpsest.transforms.rendering;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * A sentence that PangoCairo has drawn, as {@code src/test/python/pango_fixtures.py} left it.
 *
 * @param script what it is written in
 * @param font file name of the one font that both renderers draw it with
 * @param text the sentence
 */
record PangoLine(String script, String font, String text) {
  private static final String FONTS = "classpath:/io/palimpsest/transforms/rendering/fonts/";

  static List<PangoLine> all() {
    try (InputStream in = open("sentences.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> line.split("\t"))
          .map(cells -> new PangoLine(cells[0], cells[1], cells[3]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  GreyLine pango() {
    try (InputStream in = open(script + ".png")) {
      return GreyLine.of(ImageIO.read(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  GreyLine ours() {
    return ours(text);
  }

  /** Another text in the same font. */
  GreyLine ours(String other) {
    RenderConfig config = RenderConfig.defaults().withFonts(List.of(FontFile.at(FONTS + font)));
    return GreyLine.of(Rendered.render(config, other).get(0));
  }

  private static InputStream open(String name) {
    return PangoLine.class.getResourceAsStream("pango/" + name);
  }

  @Override
  public String toString() {
    return script;
  }
}
