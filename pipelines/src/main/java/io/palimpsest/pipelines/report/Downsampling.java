package io.palimpsest.pipelines.report;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Largest triangle, three buckets (Steinarsson, <i>Downsampling Time Series for Visual
 * Representation</i>, 2013): the points of a curve that shape its picture most.
 */
final class Downsampling {
  private Downsampling() {}

  /**
   * Chooses points of a curve over 0, 1, 2 …; first and last are always among them.
   *
   * @param size the number of points
   * @param wanted the number of points to keep, at least 3
   * @param curve the value at an index
   */
  static int[] indices(int size, int wanted, IntToDoubleFunction curve) {
    if (size <= wanted) {
      return IntStream.range(0, size).toArray();
    }
    int[] kept = new int[wanted];
    double bucket = (size - 2.0) / (wanted - 2);
    for (int i = 1; i < wanted - 1; i++) {
      int from = 1 + (int) (bucket * (i - 1));
      int to = 1 + (int) (bucket * i);
      int next = Math.min(size, 1 + (int) (bucket * (i + 1)));
      double nextMean =
          IntStream.range(to, Math.max(next, to + 1)).mapToDouble(curve).average().orElseThrow();
      kept[i] = largest(kept[i - 1], from, to, (to + next) / 2.0, nextMean, curve);
    }
    kept[wanted - 1] = size - 1;
    return kept;
  }

  /** The index in [from, to) that spans the largest triangle with the point before and behind. */
  private static int largest(
      int before, int from, int to, double behind, double behindValue, IntToDoubleFunction curve) {
    int best = from;
    double bestArea = -1;
    double left = curve.applyAsDouble(before);
    for (int i = from; i < to; i++) {
      double area =
          Math.abs(
              (before - behind) * (curve.applyAsDouble(i) - left)
                  - (before - i) * (behindValue - left));
      if (area > bestArea) {
        best = i;
        bestArea = area;
      }
    }
    return best;
  }
}
