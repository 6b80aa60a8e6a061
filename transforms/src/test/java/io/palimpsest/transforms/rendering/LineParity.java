package io.palimpsest.transforms.rendering;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How much a line looks like the line that it should be.
 *
 * <p>The expected line is cut into blocks one em wide or so. Each is looked for in the other line,
 * where the one before it was found and up to two columns to either side, so that rounding may add
 * up to a drift but nothing can change places. What a block finds is the correlation of the pixels.
 *
 * @param length length of the line over the expected one
 * @param rise rows by which the line must move up to fit the expected one best
 * @param blocks correlation of every block that has ink, from left to right
 */
record LineParity(double length, int rise, List<Double> blocks) {
  private static final int BLOCK = 8;
  private static final int SLACK = 2;
  private static final int LARGEST_RISE = 4;

  static LineParity of(GreyLine expected, GreyLine actual) {
    int rise = rise(expected, actual);
    return new LineParity(
        (double) actual.length() / expected.length(), rise, blocks(expected, actual, rise));
  }

  /** Mean correlation over the blocks: the same glyphs in the same order come near 1. */
  double shape() {
    return blocks.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  /** Correlation of the worst block: one wrong glyph shows here. */
  double worst() {
    return blocks.stream().mapToDouble(Double::doubleValue).min().orElse(0);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "length %.3f, rise %d, shape %.3f, worst block %.3f",
        length,
        rise,
        shape(),
        worst());
  }

  private static int rise(GreyLine expected, GreyLine actual) {
    return best(
        -LARGEST_RISE,
        LARGEST_RISE,
        rise ->
            correlation(
                expected.rows(),
                i -> expected.rowInk(i),
                i -> i + rise < 0 || i + rise >= actual.rows() ? 0 : actual.rowInk(i + rise)));
  }

  private static List<Double> blocks(GreyLine expected, GreyLine actual, int rise) {
    List<Double> blocks = new ArrayList<>();
    int drift = 0;
    for (int start = 0; start < expected.length(); start += BLOCK) {
      int from = start;
      if (isBlank(expected, from)) {
        continue;
      }
      IntToDoubleFunction match = d -> match(expected, actual, from, d, rise);
      drift = best(drift - SLACK, drift + SLACK, match);
      blocks.add(match.applyAsDouble(drift));
    }
    return blocks;
  }

  private static boolean isBlank(GreyLine line, int from) {
    return IntStream.range(0, BLOCK * line.rows())
        .allMatch(i -> line.at(i / BLOCK, from + i % BLOCK) == 0);
  }

  private static double match(GreyLine expected, GreyLine actual, int from, int drift, int rise) {
    return correlation(
        BLOCK * expected.rows(),
        i -> expected.at(i / BLOCK, from + i % BLOCK),
        i -> actual.at(i / BLOCK + rise, from + drift + i % BLOCK));
  }

  private static int best(int from, int to, IntToDoubleFunction score) {
    // Of equals the one nearest to the middle.
    return IntStream.rangeClosed(from, to)
        .boxed()
        .sorted(Comparator.comparingInt(i -> Math.abs(2 * i - from - to)))
        .max(Comparator.comparingDouble(score::applyAsDouble))
        .orElseThrow();
  }

  /** Pearson's, 0 where one side is constant. */
  private static double correlation(int n, IntToDoubleFunction x, IntToDoubleFunction y) {
    double meanX = IntStream.range(0, n).mapToDouble(x).average().orElse(0);
    double meanY = IntStream.range(0, n).mapToDouble(y).average().orElse(0);
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < n; i++) {
      double dx = x.applyAsDouble(i) - meanX;
      double dy = y.applyAsDouble(i) - meanY;
      xy += dx * dy;
      xx += dx * dx;
      yy += dy * dy;
    }
    return xx == 0 || yy == 0 ? 0 : xy / Math.sqrt(xx * yy);
  }
}
