package io.palimpsest.pipelines.image;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.PatchSequence;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Draws patches as people read them: from left to right, wrapped into lines of a given number of
 * patches. An instance is a set of drawing options; each {@code with…} returns a changed copy.
 *
 * <pre>{@code
 * byte[] png = Png.encode(PatchImage.defaults().withScale(2).withGrid().draw(sequence));
 * }</pre>
 */
public final class PatchImage {
  private static final int LINE_GAP = 4;
  private static final int SEQUENCE_GAP = 14;

  private final int patchesPerLine;
  private final int scale;
  private final boolean grid;
  private final int background;

  private PatchImage(int patchesPerLine, int scale, boolean grid, int background) {
    this.patchesPerLine = positive("patches per line", patchesPerLine);
    this.scale = positive("scale", scale);
    this.grid = grid;
    this.background = background;
  }

  /** Lines of 48 patches at their own size, without a grid, on light grey. */
  public static PatchImage defaults() {
    return new PatchImage(48, 1, false, 0xFFD5DAE1);
  }

  /** Wraps after so many patches. */
  public PatchImage withPatchesPerLine(int patches) {
    return new PatchImage(patches, scale, grid, background);
  }

  /** Draws every pixel as a square of so many pixels. */
  public PatchImage withScale(int factor) {
    return new PatchImage(patchesPerLine, factor, grid, background);
  }

  /** Draws a thin line on the left and upper border of every patch. */
  public PatchImage withGrid() {
    return new PatchImage(patchesPerLine, scale, true, background);
  }

  /** Fills what no patch covers with a colour, {@code 0xAARRGGBB}; 0 is transparent. */
  public PatchImage withBackground(int argb) {
    return new PatchImage(patchesPerLine, scale, grid, argb);
  }

  /** One sequence. */
  public BufferedImage draw(PatchSequence sequence) {
    return draw(Patches.of(sequence));
  }

  /** One run of patches. */
  public BufferedImage draw(Patches patches) {
    return sheet(List.of(patches));
  }

  /** Several runs below each other, with wider gaps between them than between lines. */
  public BufferedImage sheet(List<Patches> runs) {
    PatchCanvas canvas = canvas();
    for (Patches run : runs) {
      for (int from = 0; from < run.count(); from += patchesPerLine) {
        canvas.line(run, from, LINE_GAP);
      }
      canvas.space(SEQUENCE_GAP);
    }
    return canvas.paint();
  }

  /**
   * Two runs line by line, each line of the second right below its counterpart of the first, so
   * that patches of one place can be compared. A stripe before each line tells them apart.
   *
   * @param firstStripe colour of the first run's stripe, {@code 0xAARRGGBB}
   * @param secondStripe colour of the second run's stripe
   * @throws InvalidInputException if the runs differ in their number of patches
   */
  public BufferedImage compare(Patches first, Patches second, int firstStripe, int secondStripe) {
    if (first.count() != second.count()) {
      throw new InvalidInputException(
          "Cannot compare " + first.count() + " patches with " + second.count());
    }
    PatchCanvas canvas = canvas();
    for (int from = 0; from < first.count(); from += patchesPerLine) {
      canvas.line(first, from, 1, firstStripe);
      canvas.line(second, from, 3 * LINE_GAP, secondStripe);
    }
    return canvas.paint();
  }

  private PatchCanvas canvas() {
    return new PatchCanvas(patchesPerLine, scale, grid, background);
  }

  private static int positive(String name, int value) {
    if (value < 1) {
      throw new InvalidInputException("The " + name + " must be at least 1, not " + value);
    }
    return value;
  }
}
