package io.palimpsest.transforms.rendering;

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
   * Copies a cell to where nothing is.
   *
   * @param cell from 0, left to right, one more than the ink has where the move makes one
   * @param shift bits that all columns are moved right, eight a column, fewer than 64
   * @param target takes the cell's rows, from {@code at} on, {@code step} apart
   */
  void copy(int cell, int shift, long[] target, int at, int step) {
    int own = cell * rows;
    int left = own - rows;
    int back = Long.SIZE - shift;
    if (cell == 0 || shift == 0) {
      for (int i = own, to = at; i < own + rows; i++, to += step) {
        target[to] |= cells[i] << shift;
      }
    } else if (own < cells.length) {
      for (int row = 0, to = at; row < rows; row++, to += step) {
        target[to] |= cells[own + row] << shift | cells[left + row] >>> back;
      }
    } else {
      for (int i = left, to = at; i < own; i++, to += step) {
        target[to] |= cells[i] >>> back;
      }
    }
  }

  /** Adds a cell to what is there, as {@link #copy} does. */
  void add(int cell, int shift, long[] target, int at, int step) {
    for (int row = 0, to = at; row < rows; row++, to += step) {
      target[to] = Coverage.add(target[to], shifted(cell, row, shift));
    }
  }

  /** Eight pixels of a cell and a row when all columns are moved right. */
  long shifted(int cell, int row, int shift) {
    int index = cell * rows + row;
    long own = index < cells.length ? cells[index] << shift : 0;
    return cell == 0 || shift == 0 ? own : own | cells[index - rows] >>> (Long.SIZE - shift);
  }

  /** Rough size on the heap with its key, for a cache's budget. */
  int footprint() {
    return 192 + cells.length * Long.BYTES;
  }
}
