package io.palimpsest.transforms.rendering;

import io.palimpsest.schemas.InvalidInputException;
import java.io.Serializable;
import java.util.List;

/**
 * How text becomes patches. The defaults are those of the PixelGPT paper (section 3.1): 8 pt at 120
 * dpi, patches of 16 × 16 pixels, 1,024 of them; black on white, emoji in colour.
 *
 * @param fonts the fonts, in the order in which they are asked for a glyph; at least one
 * @param pointSize size of the type in points
 * @param dpi pixels per inch
 * @param patchSize side of a patch and height of the line, in pixels; a multiple of 8
 * @param maxPatches most patches of a sequence, black end patches counted
 * @param strategy where units of text begin
 * @param mode colours, greys, or black and white
 * @param ink colour of the text
 * @param paper colour behind it
 * @param patchRanges whether sequences say which characters each patch shows
 */
public record RenderConfig(
    List<FontFile> fonts,
    double pointSize,
    int dpi,
    int patchSize,
    int maxPatches,
    Strategy strategy,
    Mode mode,
    Colour ink,
    Colour paper,
    boolean patchRanges)
    implements Serializable {
  private static final double POINTS_PER_INCH = 72;
  private static final int LARGEST_PATCH = 256;
  // Three text patches hold any one glyph of a font whose em fits the line.
  private static final int FEWEST_PATCHES = 4;
  private static final int MOST_PATCHES = 16_384;

  /**
   * Checks every value.
   *
   * @throws InvalidInputException naming the value that is out of bounds
   */
  public RenderConfig {
    fonts = List.copyOf(fonts);
    require(!fonts.isEmpty(), "fonts is empty; name at least one font file");
    require(
        fonts.size() <= Fonts.MOST,
        "fonts names %d files; name at most %d".formatted(fonts.size(), Fonts.MOST));
    require(
        patchSize >= 8 && patchSize <= LARGEST_PATCH && patchSize % 8 == 0,
        "patch-size is %d; give a multiple of 8 from 8 to %d".formatted(patchSize, LARGEST_PATCH));
    require(
        maxPatches >= FEWEST_PATCHES && maxPatches <= MOST_PATCHES,
        "max-patches is %d; give %d to %d".formatted(maxPatches, FEWEST_PATCHES, MOST_PATCHES));
    require(dpi >= 1, "dpi is %d; give 1 or more".formatted(dpi));
    double em = pointSize * dpi / POINTS_PER_INCH;
    require(
        em >= 1 && em <= patchSize,
        "point-size %s at %d dpi makes %.2f pixels per em, which must be 1 to the patch size %d; give a smaller size or larger patches"
            .formatted(pointSize, dpi, em, patchSize));
  }

  /** The paper's configuration with the fonts that come with Palimpsest. */
  public static RenderConfig defaults() {
    return new RenderConfig(
        FontFile.defaults(),
        8,
        120,
        16,
        1024,
        Strategy.CONTINUOUS,
        Mode.RGB,
        Colour.BLACK,
        Colour.WHITE,
        false);
  }

  /** The same with another bound on a sequence's patches. */
  public RenderConfig withMaxPatches(int patches) {
    return new RenderConfig(
        fonts, pointSize, dpi, patchSize, patches, strategy, mode, ink, paper, patchRanges);
  }

  /** The same with other fonts. */
  public RenderConfig withFonts(List<FontFile> others) {
    return new RenderConfig(
        others, pointSize, dpi, patchSize, maxPatches, strategy, mode, ink, paper, patchRanges);
  }

  /** The same with type of another size in patches of another size. */
  public RenderConfig withSizes(double points, int side) {
    return new RenderConfig(
        fonts, points, dpi, side, maxPatches, strategy, mode, ink, paper, patchRanges);
  }

  /** The same with another strategy. */
  public RenderConfig withStrategy(Strategy other) {
    return new RenderConfig(
        fonts, pointSize, dpi, patchSize, maxPatches, other, mode, ink, paper, patchRanges);
  }

  /** The same in another mode. */
  public RenderConfig withMode(Mode other) {
    return new RenderConfig(
        fonts, pointSize, dpi, patchSize, maxPatches, strategy, other, ink, paper, patchRanges);
  }

  /** The same in other colours. */
  public RenderConfig withColours(Colour text, Colour behind) {
    return new RenderConfig(
        fonts, pointSize, dpi, patchSize, maxPatches, strategy, mode, text, behind, patchRanges);
  }

  /** The same with the characters of each patch. */
  public RenderConfig withPatchRanges() {
    return new RenderConfig(
        fonts, pointSize, dpi, patchSize, maxPatches, strategy, mode, ink, paper, true);
  }

  /** Pixels of the em square's side. */
  double em() {
    return pointSize * dpi / POINTS_PER_INCH;
  }

  /** Row of the baseline: a quarter of the line lies below it, as in Pango's layout at 8 pt. */
  int baseline() {
    return patchSize * 3 / 4;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new InvalidInputException(message);
    }
  }
}
