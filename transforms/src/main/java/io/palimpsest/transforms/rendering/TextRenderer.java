package io.palimpsest.transforms.rendering;

import io.palimpsest.schemas.record.PatchSequence;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Draws documents as sequences of patches: one line of text, black on white, one grey byte a pixel,
 * two pixels of padding at either end, filled up with white to the next patch, and a black patch
 * that ends it.
 *
 * <p>A text that is too long goes on in the next sequence, which begins with padding again. Cuts
 * fall behind a space, or else between grapheme clusters; the sequences' texts concatenate to the
 * document's. The same text, fonts and configuration give the same bytes from every instance.
 *
 * <p>An instance holds fonts in native memory until it is closed, and serves one thread.
 *
 * <pre>{@code
 * try (TextRenderer renderer = new TextRenderer(RenderConfig.defaults())) {
 *   int missing = renderer.render("doc-1", "The quick brown fox", sequences::add);
 * }
 * }</pre>
 */
public final class TextRenderer implements AutoCloseable {
  private static final int GREY = 1;

  private final RenderConfig config;
  private final WordRasterizer words;
  private final WindowLayout window;
  private boolean closed;

  /**
   * Loads the fonts.
   *
   * @throws io.palimpsest.schemas.InvalidInputException if a font cannot be read or has changed
   * @throws io.palimpsest.schemas.PassingFaultException if the native libraries cannot be unpacked
   */
  public TextRenderer(RenderConfig config) {
    this.config = config;
    words = new WordRasterizer(config);
    window = new WindowLayout(config, words);
  }

  /**
   * Draws a document; an empty one gives one white patch.
   *
   * @param text its text with single spaces; others are drawn as they stand, line breaks and tabs
   *     as spaces, other controls not at all, and a lone surrogate becomes U+FFFD
   * @param sequences receives the windows in order
   * @return how many glyphs no font has; the first font's box stands in their place
   * @throws IllegalStateException if the renderer is closed
   */
  public int render(String documentId, String text, Consumer<PatchSequence> sequences) {
    if (closed) {
      throw new IllegalStateException("The renderer is closed");
    }
    DrawableText document = DrawableText.of(text);
    int missing = 0;
    int start = 0;
    int index = 0;
    do {
      int end = window.fill(document.drawn(), start);
      missing += window.missing();
      sequences.accept(sequence(documentId, index, document.stored().substring(start, end), start));
      start = end;
      index++;
    } while (start < text.length());
    return missing;
  }

  private PatchSequence sequence(String documentId, int index, String text, int start) {
    int patches = window.patches();
    ByteBuffer pixels = ByteBuffer.wrap(window.draw(patches));
    return new PatchSequence(
        documentId, index, text, start, patches, config.patchSize(), GREY, pixels);
  }

  /** Gives the native memory back; closing again does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      words.close();
    }
  }
}
