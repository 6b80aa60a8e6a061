package io.palimpsest.transforms.rendering;

import io.palimpsest.schemas.record.PatchSequence;
import java.awt.image.BufferedImage;
import java.util.stream.IntStream;

/** The picture of a line of text: the darkness of each row and column, 0 (paper) to 255. */
final class GreyLine {
  // Less than this is the fringe of a glyph's edge, which two rasterisers need not agree on.
  private static final int VISIBLE = 64;

  private final int[][] ink;

  private GreyLine(int[][] ink) {
    this.ink = ink;
  }

  private interface Grey {
    int at(int row, int column);
  }

  /** A sequence's text patches side by side. */
  static GreyLine of(PatchSequence sequence) {
    int side = sequence.getPatchSize();
    return of(side, sequence.getNumPatches() * side, (r, c) -> Rendered.pixel(sequence, r, c));
  }

  static GreyLine of(BufferedImage image) {
    return of(image.getHeight(), image.getWidth(), (r, c) -> image.getRaster().getSample(c, r, 0));
  }

  private static GreyLine of(int rows, int columns, Grey grey) {
    int[][] ink = new int[rows][columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        ink[row][column] = 255 - grey.at(row, column);
      }
    }
    return new GreyLine(ink);
  }

  int rows() {
    return ink.length;
  }

  int columns() {
    return ink[0].length;
  }

  /** Darkness, 0 outside of the picture. */
  int at(int row, int column) {
    return row >= 0 && row < rows() && column >= 0 && column < columns() ? ink[row][column] : 0;
  }

  /** Columns up to the last one that is visibly inked. */
  int length() {
    return IntStream.range(0, columns())
            .filter(
                column -> IntStream.range(0, rows()).anyMatch(row -> at(row, column) >= VISIBLE))
            .max()
            .orElse(-1)
        + 1;
  }

  int rowInk(int row) {
    return IntStream.range(0, columns()).map(column -> at(row, column)).sum();
  }
}
