package io.palimpsest.transforms.rendering;

import java.util.ArrayList;
import java.util.List;

/**
 * Gathers a unit's glyphs from left to right and adds them up in a strip; what lies outside the
 * line is cut off.
 */
final class StripBuilder {
  private record Placed(Ink ink, int column, int row) {}

  private final int height;
  private final int baseline;
  private final List<Placed> glyphs = new ArrayList<>();
  private final List<ColourInk> colours = new ArrayList<>(0);
  private int left = Integer.MAX_VALUE;
  private int right = Integer.MIN_VALUE;
  private int top;
  private int bottom;
  private int advance;

  /** A strip for a line of {@code height} rows whose baseline is above row {@code baseline}. */
  StripBuilder(int height, int baseline) {
    this.height = height;
    this.baseline = baseline;
    top = height;
  }

  /** Columns of the runs so far. */
  int advance() {
    return advance;
  }

  /** Moves on behind a run whose glyphs were added. */
  void advance(int pixels) {
    advance += pixels;
  }

  void add(PlacedGlyph place, Glyph glyph) {
    int column = advance + place.x();
    int row = baseline - place.y();
    if (!glyph.ink().isNone()) {
      add(glyph.ink(), column + glyph.ink().left(), row + glyph.ink().top());
    }
    if (!glyph.colours().isNone()) {
      ColourInk ink = glyph.colours();
      colours.add(ink.at(column + ink.left(), row + ink.top()));
    }
  }

  private void add(Ink ink, int column, int row) {
    glyphs.add(new Placed(ink, column, row));
    left = Math.min(left, column);
    right = Math.max(right, column + ink.width());
    top = Math.min(top, Math.max(row, 0));
    bottom = Math.max(bottom, Math.min(row + ink.rows(), height));
  }

  Strip build(int space, int[] missing, int[] clusters) {
    Ink ink = top < bottom ? ink() : Ink.NONE;
    int first = Math.min(0, ink.left());
    int last = ink.right();
    for (ColourInk colour : colours) {
      first = Math.min(first, colour.left());
      last = Math.max(last, colour.right());
    }
    return new Strip(ink, List.copyOf(colours), first, last, advance, space, missing, clusters);
  }

  private Ink ink() {
    int width = right - left;
    int rows = bottom - top;
    long[] cells = new long[((width + 7) >> 3) * rows];
    for (Placed glyph : glyphs) {
      paint(glyph, cells, rows);
    }
    return new Ink(cells, left, top, width, rows);
  }

  private void paint(Placed glyph, long[] cells, int rows) {
    Ink ink = glyph.ink();
    int column = glyph.column() - left;
    int first = Math.max(0, top - glyph.row());
    int last = Math.min(ink.rows(), bottom - glyph.row());
    for (int cell = 0; cell < ink.cellsAt(column); cell++) {
      int to = ((column >> 3) + cell) * rows + glyph.row() - top;
      for (int row = first; row < last; row++) {
        cells[to + row] = Coverage.add(cells[to + row], ink.shifted(cell, row, (column & 7) * 8));
      }
    }
  }
}
