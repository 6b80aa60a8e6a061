package io.palimpsest.transforms.rendering;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Sets words on a line until it is full, and finds where the next line begins: after the last
 * space, or else between grapheme clusters. Reused from window to window.
 */
final class WindowLayout {
  private static final int PADDING = 2;

  private final RenderConfig config;
  private final WordRasterizer words;
  private final int space;
  private Strip[] strips = new Strip[256];
  private int[] columns = new int[256];
  private int count;
  private int pen;
  private int breakAt;
  private int countAtBreak;

  WindowLayout(RenderConfig config, WordRasterizer words) {
    this.config = config;
    this.words = words;
    space = words.strip(" ").advance();
  }

  /** Fills the line from {@code start} and returns where the next one begins. */
  int fill(String text, int start) {
    count = 0;
    pen = PADDING;
    breakAt = start;
    int at = start;
    while (at < text.length()) {
      if (text.charAt(at) == ' ') {
        at++;
        breakAfterSpace(at);
        continue;
      }
      int end = Words.end(text, at);
      if (!place(words.strip(text.substring(at, end)))) {
        return cut(text, start, at, end);
      }
      at = end;
    }
    return at;
  }

  private void breakAfterSpace(int next) {
    // A line's last spaces take no room: only a word can be too much.
    pen = Math.min(pen + space, config.lineWidth());
    breakAt = next;
    countAtBreak = count;
  }

  private int cut(String text, int start, int at, int end) {
    if (breakAt > start) {
      count = countAtBreak;
      return breakAt;
    }
    int fitting = placePrefix(text, at, end, Graphemes::next);
    if (fitting > start) {
      return fitting;
    }
    fitting = placePrefix(text, at, end, WindowLayout::nextCodePoint);
    return fitting > start ? fitting : placeClipped(text, at);
  }

  private interface Boundaries {
    int next(String text, int start, int limit);
  }

  /** Sets as much of a word as fits, by bisection over its boundaries, and returns its end. */
  private int placePrefix(String text, int start, int limit, Boundaries boundaries) {
    int[] ends =
        IntStream.iterate(start, end -> end < limit, end -> boundaries.next(text, end, limit))
            .toArray();
    int fitting = 0;
    for (int beyond = ends.length; beyond - fitting > 1; ) {
      int middle = (fitting + beyond) >>> 1;
      if (fits(words.strip(text.substring(start, ends[middle])))) {
        fitting = middle;
      } else {
        beyond = middle;
      }
    }
    if (fitting > 0) {
      add(words.strip(text.substring(start, ends[fitting])));
    }
    return ends[fitting];
  }

  /** A glyph wider than a whole line cannot but lose its right edge. */
  private int placeClipped(String text, int start) {
    int end = nextCodePoint(text, start, text.length());
    add(words.strip(text.substring(start, end)));
    return end;
  }

  private static int nextCodePoint(String text, int start, int limit) {
    return Math.min(limit, start + Character.charCount(text.codePointAt(start)));
  }

  private boolean place(Strip strip) {
    boolean fits = fits(strip);
    if (fits) {
      add(strip);
    }
    return fits;
  }

  private boolean fits(Strip strip) {
    return end(strip, column(strip)) <= config.lineWidth();
  }

  /** Ink may hang over into the padding, never over the edge. */
  private int column(Strip strip) {
    return Math.max(pen, -strip.ink().left());
  }

  private static int end(Strip strip, int column) {
    return column + Math.max(strip.advance() + PADDING, strip.ink().right());
  }

  private void add(Strip strip) {
    if (count == strips.length) {
      strips = Arrays.copyOf(strips, 2 * count);
      columns = Arrays.copyOf(columns, 2 * count);
    }
    strips[count] = strip;
    columns[count] = column(strip);
    pen = columns[count++] + strip.advance();
  }

  /** The patches that the line's text and padding need. */
  int patches() {
    int width = 2 * PADDING;
    for (int i = 0; i < count; i++) {
      width = Math.max(width, end(strips[i], columns[i]));
    }
    int patches = (width + config.patchSize() - 1) / config.patchSize();
    return Math.min(patches, config.maxPatches() - 1);
  }

  /** Glyphs of the line that no font has. */
  int missing() {
    int missing = 0;
    for (int i = 0; i < count; i++) {
      missing += strips[i].missing();
    }
    return missing;
  }

  /** Draws the line into patches, the end patch last. */
  byte[] draw(int patches) {
    PatchCanvas canvas = new PatchCanvas(config.patchSize(), patches);
    for (int i = 0; i < count; i++) {
      canvas.draw(strips[i].ink(), columns[i]);
    }
    return canvas.finish();
  }
}
