package io.palimpsest.transforms.rendering;

import io.palimpsest.schemas.record.LabeledExample;
import io.palimpsest.schemas.record.PatchSequence;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Draws documents as sequences of patches: one line of text with two pixels of padding at either
 * end, filled up with paper to the next patch, and a black patch that ends it. Sequences without
 * colour have one grey byte a pixel.
 *
 * <p>A text that is too long goes on in the next sequence, which begins with padding again. Cuts
 * fall behind a space, or else (and in scripts that put no spaces between words) between grapheme
 * clusters; the sequences' texts concatenate to the document's. The same text, fonts and
 * configuration give the same bytes from every instance.
 *
 * <p>An instance holds fonts in native memory until it is closed, and serves one thread.
 *
 * <pre>{@code
 * try (TextRenderer renderer = new TextRenderer(RenderConfig.defaults())) {
 *   renderer.render("doc-1", "The quick brown fox", sequences::add);
 * }
 * }</pre>
 */
public final class TextRenderer implements AutoCloseable {
  private final RenderConfig config;
  private final Palette palette;
  private final WordRasterizer words;
  private final WindowLayout window;
  private final PatchCanvas canvas;
  private MissingGlyphs missing = new MissingGlyphs();
  private boolean closed;

  /**
   * Loads the fonts.
   *
   * @throws io.palimpsest.schemas.InvalidInputException if a font cannot be read or has changed
   * @throws io.palimpsest.schemas.PassingFaultException if the native libraries cannot be unpacked
   */
  public TextRenderer(RenderConfig config) {
    this.config = config;
    palette = new Palette(config);
    canvas = new PatchCanvas(config.patchSize(), config.maxPatches());
    Graphemes graphemes = new Graphemes();
    words = new WordRasterizer(config, graphemes);
    window = new WindowLayout(config, words, graphemes);
  }

  /**
   * Draws a document; an empty one gives one blank patch.
   *
   * @param text its text with single spaces; others are drawn as they stand, line breaks and tabs
   *     as spaces, other controls not at all, and a lone surrogate becomes U+FFFD
   * @param sequences receives the windows in order
   * @throws IllegalStateException if the renderer is closed
   */
  public void render(String documentId, String text, Consumer<PatchSequence> sequences) {
    requireOpen();
    DrawableText document = DrawableText.of(text);
    DirectedText drawn = DirectedText.of(document.drawn());
    int start = 0;
    int index = 0;
    do {
      Segment segment = draw(document, drawn, start, config.maxPatches() - 1);
      sequences.accept(sequence(documentId, index, start, List.of(), null, segment, null));
      start += segment.text().length();
      index++;
    } while (start < text.length());
  }

  /**
   * Draws an example as one sequence: its sentence and a black patch, or both sentences with a
   * black patch behind each. What is too long is cut off, from the longer sentence first, until
   * neither is longer than half.
   *
   * @throws IllegalStateException if the renderer is closed
   */
  public PatchSequence render(LabeledExample example) {
    requireOpen();
    DrawableText first = DrawableText.of(example.getText());
    DirectedText firstDrawn = DirectedText.of(first.drawn());
    if (example.getTextPair() == null) {
      Segment only = draw(first, firstDrawn, 0, config.maxPatches() - 1);
      List<Integer> segments = List.of(only.picture().patches());
      return sequence(example.getId(), 0, 0, segments, example.getLabel(), only, null);
    }
    DrawableText second = DrawableText.of(example.getTextPair());
    DirectedText secondDrawn = DirectedText.of(second.drawn());
    int room = config.maxPatches() - 2;
    int firstNeeds = patches(firstDrawn, room);
    int secondNeeds = patches(secondDrawn, room);
    int half = room / 2;
    Segment a = draw(first, firstDrawn, 0, Math.max(room - half, room - secondNeeds));
    Segment b = draw(second, secondDrawn, 0, Math.max(half, room - firstNeeds));
    List<Integer> segments = List.of(a.picture().patches(), b.picture().patches());
    return sequence(
        example.getId(), 0, 0, segments, example.getLabel(), a.then(b), a.text().length());
  }

  /** Glyphs that no font had since the last time this was asked. */
  public MissingGlyphs takeMissing() {
    MissingGlyphs taken = missing;
    missing = new MissingGlyphs();
    return taken;
  }

  /** Share of units of text (words, mostly) that came from the cache, from 0 to 1. */
  public double cacheHitRate() {
    return words.hitRate();
  }

  private int patches(DirectedText text, int most) {
    window.fill(text, 0, most);
    return window.line().patches();
  }

  private Segment draw(DrawableText text, DirectedText drawn, int start, int patches) {
    int end = window.fill(drawn, start, patches);
    Line line = window.line();
    line.countMissing(missing);
    canvas.begin(line.patches());
    line.draw(canvas);
    return new Segment(
        text.stored().substring(start, end),
        canvas.finish(palette),
        config.patchRanges()
            ? PatchRanges.of(line, start, end, config.patchSize())
            : List.<Integer>of());
  }

  private PatchSequence sequence(
      String id,
      int index,
      int start,
      List<Integer> segments,
      String label,
      Segment shown,
      Integer pairStart) {
    return new PatchSequence(
        id,
        index,
        shown.text(),
        start,
        shown.picture().patches(),
        config.patchSize(),
        shown.picture().channels(),
        ByteBuffer.wrap(shown.picture().pixels()),
        segments,
        label,
        shown.ranges(),
        pairStart);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The renderer is closed");
    }
  }

  /** Gives the native memory back; closing again does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      words.close();
    }
  }

  /** A text and its picture; ranges of characters as in {@link PatchSequence}. */
  private record Segment(String text, Picture picture, List<Integer> ranges) {
    private Segment then(Segment next) {
      List<Integer> both = new ArrayList<>(ranges);
      if (!ranges.isEmpty()) {
        both.add(text.length());
        both.add(text.length());
      }
      next.ranges.forEach(offset -> both.add(offset + text.length()));
      return new Segment(text + next.text, picture.then(next.picture), both);
    }
  }
}
