package io.palimpsest.transforms.rendering;

import java.util.Arrays;

/**
 * A rectangle of coverage from 0 (paper) to 255, ready to be copied to any column: cells of eight
 * columns from left to right, each cell one long a row, the leftmost column in the lowest byte.
 *
 * @param cells coverage, {@code ceil(width / 8) × rows} longs
 * @param left columns from the pen to the first one, negative where the ink overhangs
 * @param top rows from the reference row (a glyph's baseline, a line's top) down to the first
 * @param width columns
 * @param rows rows of every cell
 */
record Ink(long[] cells, int left, int top, int width, int rows) {
  static final Ink NONE = new Ink(new long[0], 0, 0, 0, 0);

  boolean isNone() {
    return width == 0;
  }

  /** Columns from the pen to behind the last one. */
  int right() {
    return left + width;
  }

  /** How many cells of eight columns it touches when its first column is {@code column}. */
  int cellsAt(int column) {
    return (width + (column & 7) + 7) >> 3;
  }

  /**
   * A cell's rows when all columns are moved right.
   *
   * @param cell from 0, left to right, one more than the ink has where the move makes one
   * @param shift bits, eight a column, fewer than 64
   * @param into takes them, row by row
   */
  void shifted(int cell, int shift, long[] into) {
    int from = cell * rows;
    if (from == cells.length) {
      Arrays.fill(into, 0, rows, 0);
    } else {
      for (int row = 0; row < rows; row++) {
        into[row] = cells[from + row] << shift;
      }
    }
    if (cell > 0 && shift > 0) {
      int back = Long.SIZE - shift;
      for (int row = 0, left = from - rows; row < rows; row++) {
        into[row] |= cells[left + row] >>> back;
      }
    }
  }

  /** Rough size on the heap with its key, for a cache's budget. */
  int footprint() {
    return 192 + cells.length * Long.BYTES;
  }
}
