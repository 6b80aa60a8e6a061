package io.palimpsest.transforms.rendering;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of text patches and the black patch that ends it, in the order patch, row, column. Ink is
 * gathered as coverage and turned into pixels at the end, coloured glyphs on top.
 */
final class PatchCanvas {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private record Placed(ColourInk ink, int column) {}

  private final int patchSize;
  private final int textPatches;
  private final byte[] pixels;
  private final long[] shifted;
  private final List<Placed> colours = new ArrayList<>(0);
  private int inked;

  PatchCanvas(int patchSize, int textPatches) {
    this.patchSize = patchSize;
    this.textPatches = textPatches;
    pixels = new byte[(textPatches + 1) * patchSize * patchSize];
    shifted = new long[patchSize];
  }

  /** Copies a word to the line; {@code x} is the pen's column. Words come from left to right. */
  void draw(Ink ink, int x) {
    int column = x + ink.left();
    // What stands apart can be merged without sums, and words hardly ever overlap.
    if (column >= inked) {
      copy(ink, column);
    } else {
      add(ink, column);
    }
    inked = Math.max(inked, x + ink.right());
  }

  /** Lays colours over the line. */
  void draw(ColourInk ink, int x) {
    colours.add(new Placed(ink, x + ink.left()));
  }

  private void copy(Ink ink, int column) {
    int cells = cells(ink, column);
    for (int cell = 0; cell < cells; cell++) {
      ink.shifted(cell, (column & 7) * 8, shifted);
      int to = offset((column >> 3) + cell, ink.top());
      for (int row = 0; row < ink.rows(); row++, to += patchSize) {
        LONGS.set(pixels, to, (long) LONGS.get(pixels, to) | shifted[row]);
      }
    }
  }

  private void add(Ink ink, int column) {
    int cells = cells(ink, column);
    for (int cell = 0; cell < cells; cell++) {
      ink.shifted(cell, (column & 7) * 8, shifted);
      int to = offset((column >> 3) + cell, ink.top());
      for (int row = 0; row < ink.rows(); row++, to += patchSize) {
        LONGS.set(pixels, to, Coverage.add((long) LONGS.get(pixels, to), shifted[row]));
      }
    }
  }

  /** Cells to write: those of the ink, up to where the text patches end. */
  private int cells(Ink ink, int column) {
    return Math.min(ink.cellsAt(column), (textPatches * patchSize >> 3) - (column >> 3));
  }

  private int offset(int cell, int row) {
    int cellsPerPatch = patchSize >> 3;
    int patch = cell / cellsPerPatch;
    return (patch * patchSize + row) * patchSize + cell % cellsPerPatch * 8;
  }

  /** The text in the palette's colours, then the black end patch. The canvas is spent. */
  Picture finish(Palette palette) {
    int text = textPatches * patchSize * patchSize;
    if (colours.isEmpty() && palette.isGrey()) {
      palette.toGrey(pixels, text);
      return new Picture(pixels, 1, textPatches);
    }
    byte[] rgb = palette.toColours(pixels, text);
    colours.forEach(placed -> blend(placed, rgb));
    return palette.finish(rgb, textPatches);
  }

  private void blend(Placed placed, byte[] rgb) {
    ColourInk ink = placed.ink();
    int firstRow = Math.max(0, -ink.top());
    int lastRow = Math.min(ink.rows(), patchSize - ink.top());
    int firstColumn = Math.max(0, -placed.column());
    int lastColumn = Math.min(ink.width(), textPatches * patchSize - placed.column());
    for (int row = firstRow; row < lastRow; row++) {
      for (int i = firstColumn; i < lastColumn; i++) {
        int column = placed.column() + i;
        int patch = column / patchSize;
        int index = (patch * patchSize + ink.top() + row) * patchSize + column % patchSize;
        Palette.blend(rgb, index, ink.pixels()[row * ink.width() + i]);
      }
    }
  }
}
