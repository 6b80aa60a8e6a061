package io.palimpsest.transforms.rendering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds out which characters each patch of a line shows; for clusters in reading order. */
final class PatchRanges implements Line.ClusterSink {
  private final int side;
  private final int[] from;
  private final int[] to;
  private int pendingStart;
  private int pendingLeft;
  private int pendingRight;
  private boolean pending;

  private PatchRanges(int patches, int side) {
    this.side = side;
    from = new int[patches];
    to = new int[patches];
    Arrays.fill(from, Integer.MAX_VALUE);
  }

  /**
   * First character and the one behind the last, patch by patch; equal where a patch shows none.
   *
   * @param line placed
   * @param start of the line's text, from which the ranges count
   * @param end of the line's text
   */
  static List<Integer> of(Line line, int start, int end, int side) {
    PatchRanges ranges = new PatchRanges(line.patches(), side);
    line.forEachCluster(ranges);
    ranges.flush(end);
    List<Integer> flat = new ArrayList<>(2 * ranges.from.length);
    int last = start;
    for (int patch = 0; patch < ranges.from.length; patch++) {
      boolean empty = ranges.from[patch] == Integer.MAX_VALUE;
      flat.add((empty ? last : ranges.from[patch]) - start);
      last = empty ? last : ranges.to[patch];
      flat.add(last - start);
    }
    return flat;
  }

  @Override
  public void accept(int start, int left, int right) {
    flush(start);
    pending = true;
    pendingStart = start;
    pendingLeft = left;
    pendingRight = right;
  }

  /** The cluster before ends where the next one begins. */
  private void flush(int end) {
    if (!pending) {
      return;
    }
    int first = patch(pendingLeft);
    int last = patch(Math.max(pendingLeft, pendingRight - 1));
    for (int patch = first; patch <= last; patch++) {
      from[patch] = Math.min(from[patch], pendingStart);
      to[patch] = Math.max(to[patch], end);
    }
  }

  /** Spaces behind the text lie nowhere; they belong to the last patch. */
  private int patch(int column) {
    return Math.max(0, Math.min(column / side, from.length - 1));
  }
}
