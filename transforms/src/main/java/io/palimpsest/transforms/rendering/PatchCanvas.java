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
  void draw(Strip strip, int x) {
    int column = x + strip.left();
    if (column >= inked) {
      copy(strip.cells(), column);
    } else {
      add(strip.cells(), column);
    }
    inked = Math.max(inked, x + strip.right());
  }

  /** Words hardly ever overlap, and ink that meets no other can be merged without sums. */
  private void copy(long[] cells, int column) {
    int shift = (column & 7) * 8;
    int end = end(cells, column);
    for (int cell = column >> 3, from = 0; cell < end; cell++, from += patchSize) {
      int offset = offset(cell);
      for (int i = from; i < from + patchSize; i++, offset += patchSize) {
        long ink = shifted(cells, i, shift);
        LONGS.set(pixels, offset, (long) LONGS.get(pixels, offset) | ink);
      }
    }
  }

  private void add(long[] cells, int column) {
    int shift = (column & 7) * 8;
    int end = end(cells, column);
    for (int cell = column >> 3, from = 0; cell < end; cell++, from += patchSize) {
      int offset = offset(cell);
      for (int i = from; i < from + patchSize; i++, offset += patchSize) {
        long ink = Coverage.add((long) LONGS.get(pixels, offset), shifted(cells, i, shift));
        LONGS.set(pixels, offset, ink);
      }
    }
  }

  /** The cell behind the last to write: behind the word, or where the text patches end. */
  private int end(long[] cells, int column) {
    int written = cells.length / patchSize - 1;
    return Math.min((column >> 3) + written, textPatches * patchSize / 8);
  }

  /** Eight pixels of a strip whose cells are moved right by {@code shift / 8} columns. */
  private long shifted(long[] cells, int index, int shift) {
    // In two steps, as Java shifts by 64 not at all.
    return cells[index + patchSize] << shift | cells[index] >>> 1 >>> (63 - shift);
  }

  private int offset(int cell) {
    int cellsPerPatch = patchSize >> 3;
    return cell / cellsPerPatch * patchSize * patchSize + cell % cellsPerPatch * 8;
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
