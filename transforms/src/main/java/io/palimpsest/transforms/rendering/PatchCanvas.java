package io.palimpsest.transforms.rendering;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A line of text patches and the black patch that ends it, in the order patch, row, column. Ink is
 * gathered as coverage and turned into black on white at the end.
 */
final class PatchCanvas {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final int patchSize;
  private final int textPatches;
  private final byte[] pixels;
  private int inked;

  PatchCanvas(int patchSize, int textPatches) {
    this.patchSize = patchSize;
    this.textPatches = textPatches;
    pixels = new byte[(textPatches + 1) * patchSize * patchSize];
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

  private void copy(Ink ink, int column) {
    int shift = (column & 7) * 8;
    int cells = cells(ink, column);
    for (int cell = 0, from = 0; cell < cells; cell++) {
      int to = offset((column >> 3) + cell, ink.top());
      for (int end = from + ink.rows(); from < end; from++, to += patchSize) {
        LONGS.set(pixels, to, (long) LONGS.get(pixels, to) | ink.shifted(from, shift));
      }
    }
  }

  private void add(Ink ink, int column) {
    int shift = (column & 7) * 8;
    int cells = cells(ink, column);
    for (int cell = 0, from = 0; cell < cells; cell++) {
      int to = offset((column >> 3) + cell, ink.top());
      for (int end = from + ink.rows(); from < end; from++, to += patchSize) {
        long sum = Coverage.add((long) LONGS.get(pixels, to), ink.shifted(from, shift));
        LONGS.set(pixels, to, sum);
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

  /** Black text on white paper, then the black end patch. The canvas is spent. */
  byte[] finish() {
    int text = textPatches * patchSize * patchSize;
    for (int i = 0; i < text; i++) {
      pixels[i] = (byte) ~pixels[i];
    }
    return pixels;
  }
}
