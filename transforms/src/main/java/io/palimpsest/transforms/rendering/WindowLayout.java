package io.palimpsest.transforms.rendering;

import java.util.stream.IntStream;

/**
 * Sets a text on a line until it is full, and finds where the next line begins: after the last
 * space, or else between grapheme clusters. Reused from window to window.
 */
final class WindowLayout {
  private static final int PAIR = 2;

  private final RenderConfig config;
  private final WordRasterizer rasterizer;
  private final Graphemes graphemes;
  private final Words words;
  private final Line line;
  private int space;
  private int breakAt;
  private int countAtBreak;

  WindowLayout(RenderConfig config, WordRasterizer rasterizer, Graphemes graphemes) {
    this.config = config;
    this.rasterizer = rasterizer;
    this.graphemes = graphemes;
    words = new Words(graphemes);
    line = new Line(config);
  }

  /**
   * Fills the line from {@code start} with at most so many patches, and returns where the next one
   * begins.
   */
  int fill(DirectedText text, int start, int patches) {
    line.begin(patches, text.isMixed());
    space = rasterizer.space();
    breakAt = start;
    int end = add(text, start);
    line.place();
    return end;
  }

  /** The line, filled and placed. */
  Line line() {
    return line;
  }

  private int add(DirectedText text, int start) {
    int at = start;
    while (at < text.length()) {
      if (isSpace(text, at)) {
        line.addSpace(space, text.level(at), at);
        at++;
        breakAt = at;
        countAtBreak = line.count();
      } else {
        int end = unitEnd(text, at);
        Strip strip = strip(text, at, end);
        if (!line.fits(strip)) {
          return cut(text, start, at, end);
        }
        add(strip, text, at, end);
        at = end;
      }
    }
    return at;
  }

  /** A mark may stand on a space, which then is no place to break. */
  private boolean isSpace(DirectedText text, int at) {
    return text.isSpace(at) && graphemes.next(text.chars(), at, text.length()) == at + 1;
  }

  private int unitEnd(DirectedText text, int start) {
    return config.strategy() == Strategy.BIGRAMS
        ? words.clusters(text, start, PAIR)
        : words.end(text, start);
  }

  private void add(Strip strip, DirectedText text, int start, int end) {
    line.add(strip, text.level(start), start);
    space = strip.space();
    if (config.strategy() == Strategy.BIGRAMS) {
      line.align(text.level(start), end);
    }
  }

  private Strip strip(DirectedText text, int start, int end) {
    return rasterizer.strip(text.chars().substring(start, end), text.level(start));
  }

  private int cut(DirectedText text, int start, int at, int end) {
    if (at > start && Scripts.isUnspaced(text.chars().charAt(at))) {
      return at;
    }
    if (breakAt > start) {
      line.truncate(countAtBreak);
      return breakAt;
    }
    int fitting = placePrefix(text, at, end, graphemes::next);
    if (fitting > start) {
      return fitting;
    }
    fitting = placePrefix(text, at, end, WindowLayout::nextCodePoint);
    return fitting > start ? fitting : placeClipped(text, at);
  }

  private interface Boundaries {
    int next(String text, int start, int limit);
  }

  /** Sets as much of a unit as fits, by bisection over its boundaries, and returns its end. */
  private int placePrefix(DirectedText text, int start, int limit, Boundaries boundaries) {
    String chars = text.chars();
    int[] ends =
        IntStream.iterate(start, end -> end < limit, end -> boundaries.next(chars, end, limit))
            .toArray();
    int fitting = 0;
    for (int beyond = ends.length; beyond - fitting > 1; ) {
      int middle = (fitting + beyond) >>> 1;
      if (line.fits(strip(text, start, ends[middle]))) {
        fitting = middle;
      } else {
        beyond = middle;
      }
    }
    if (fitting > 0) {
      add(strip(text, start, ends[fitting]), text, start, ends[fitting]);
    }
    return ends[fitting];
  }

  /** A glyph wider than a whole line cannot but lose its right edge. */
  private int placeClipped(DirectedText text, int start) {
    int end = nextCodePoint(text.chars(), start, text.length());
    add(strip(text, start, end), text, start, end);
    return end;
  }

  private static int nextCodePoint(String text, int start, int limit) {
    return Math.min(limit, start + Character.charCount(text.codePointAt(start)));
  }
}
