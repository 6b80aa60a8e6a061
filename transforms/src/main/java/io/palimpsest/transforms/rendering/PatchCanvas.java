package io.palimpsest.transforms.rendering;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A line of text patches, in the order patch, row, column. Ink is gathered as coverage, eight
 * pixels to a number, and turned into pixels at the end, coloured glyphs on top. Reused from line
 * to line.
 */
final class PatchCanvas {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private record Placed(ColourInk ink, int column) {}

  private final int patchSize;
  private final int cellsPerRow;
  private final long[] coverage;
  private final List<Placed> colours = new ArrayList<>(0);
  private int textPatches;
  private int inked;

  /** A canvas for at most so many text patches. */
  PatchCanvas(int patchSize, int mostPatches) {
    this.patchSize = patchSize;
    cellsPerRow = patchSize / Long.BYTES;
    coverage = new long[mostPatches * patchSize * cellsPerRow];
  }

  /** Begins a line; the canvas is blank. */
  void begin(int patches) {
    textPatches = patches;
    inked = 0;
  }

  /** Copies a word to the line; {@code x} is the pen's column. Words come from left to right. */
  void draw(Ink ink, int x) {
    int column = x + ink.left();
    int shift = (column & 7) * 8;
    int cells = cells(ink, column);
    // What stands apart can be merged without sums, and words hardly ever overlap.
    boolean apart = column >= inked;
    int inPatch = (column >> 3) % cellsPerRow;
    int to = ((column >> 3) - inPatch) * patchSize + ink.top() * cellsPerRow + inPatch;
    for (int cell = 0; cell < cells; cell++) {
      if (apart) {
        ink.copy(cell, shift, coverage, to, cellsPerRow);
      } else {
        ink.add(cell, shift, coverage, to, cellsPerRow);
      }
      to++;
      inPatch++;
      if (inPatch == cellsPerRow) {
        inPatch = 0;
        to += (patchSize - 1) * cellsPerRow;
      }
    }
    inked = Math.max(inked, x + ink.right());
  }

  /** Lays colours over the line. */
  void draw(ColourInk ink, int x) {
    colours.add(new Placed(ink, x + ink.left()));
  }

  /** Cells to write: those of the ink, up to where the text patches end. */
  private int cells(Ink ink, int column) {
    return Math.min(ink.cellsAt(column), textPatches * cellsPerRow - (column >> 3));
  }

  /** The text in the palette's colours, then a black end patch. The canvas is blank again. */
  Picture finish(Palette palette) {
    int text = textPatches * patchSize * patchSize;
    if (colours.isEmpty() && palette.isGrey()) {
      byte[] pixels = unpack(palette.isInverting() ? -1 : 0);
      if (!palette.isInverting()) {
        palette.toGrey(pixels, text);
      }
      return new Picture(pixels, 1, textPatches);
    }
    byte[] rgb = palette.toColours(unpack(0), text);
    colours.forEach(placed -> blend(placed, rgb));
    colours.clear();
    return palette.finish(rgb, textPatches);
  }

  /** Coverage pixel by pixel and an end patch of zeros; flips the bits of {@code mask} in each. */
  private byte[] unpack(long mask) {
    int cells = textPatches * patchSize * cellsPerRow;
    byte[] pixels = new byte[(textPatches + 1) * patchSize * patchSize];
    for (int i = 0; i < cells; i++) {
      LONGS.set(pixels, i * Long.BYTES, coverage[i] ^ mask);
    }
    Arrays.fill(coverage, 0, cells, 0);
    return pixels;
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
