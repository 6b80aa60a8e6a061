package io.palimpsest.transforms.rendering;

import com.ibm.icu.text.Bidi;
import java.util.Arrays;

/**
 * Units of text on their way to a line: added in reading order while they fit, then placed in the
 * order in which they stand. Reused from line to line.
 */
final class Line {
  /** White columns before and behind the text. */
  static final int PADDING = 2;

  private static final int COMMON_SPACES = 64;

  private final int side;
  private final boolean aligned;
  private final Strip[] spaces = new Strip[COMMON_SPACES];
  private Strip[] strips = new Strip[256];
  private byte[] levels = new byte[256];
  private int[] starts = new int[256];
  private int[] columns = new int[256];
  private int[] order = new int[256];
  private int count;
  private int limit;
  private boolean mixed;
  private int pen;
  private int textEnd;
  private int leftOverhang;
  private int rightOverhang;
  private int width;

  Line(RenderConfig config) {
    side = config.patchSize();
    aligned = config.strategy() != Strategy.CONTINUOUS;
  }

  /**
   * Empties the line.
   *
   * @param patches most text patches
   * @param mixed whether units may stand in another order than they are read
   */
  void begin(int patches, boolean mixed) {
    count = 0;
    limit = patches * side;
    this.mixed = mixed;
    pen = origin();
    textEnd = pen;
    leftOverhang = 0;
    rightOverhang = 0;
  }

  private int origin() {
    return aligned ? 0 : PADDING;
  }

  boolean fits(Strip strip) {
    if (!mixed) {
      return end(strip, column(strip)) <= limit;
    }
    // Any unit may come to stand at either end.
    int left = Math.max(leftOverhang, -strip.left());
    int right = Math.max(rightOverhang, strip.right() - strip.advance() - PADDING);
    return pen + lead(strip) + extent(strip) + PADDING + left + right <= limit;
  }

  /** Adds a unit that {@link #fits}, or that fits no line. */
  void add(Strip strip, byte level, int start) {
    int column = mixed ? pen + lead(strip) : column(strip);
    push(strip, level, start, column);
    pen = column + extent(strip);
    textEnd = pen;
    leftOverhang = Math.max(leftOverhang, -strip.left());
    rightOverhang = Math.max(rightOverhang, strip.right() - strip.advance() - PADDING);
  }

  /**
   * Adds a space; at the line's end it takes no room, so it always fits. Where units start at patch
   * borders, the room behind the last one counts.
   */
  void addSpace(int columns, byte level, int start) {
    int next = aligned ? nextPatch(textEnd + columns) : pen + columns;
    int room = Math.max(0, Math.min(next, limit) - pen);
    push(space(room), level, start, textEnd);
    pen += room;
    textEnd = pen;
  }

  /** Moves on to the next patch border; {@code start} is where the text goes on. */
  void align(byte level, int start) {
    int room = Math.min(nextPatch(pen), limit) - pen;
    if (room > 0) {
      push(space(room), level, start, pen);
      pen += room;
    }
  }

  /** How many units there are. */
  int count() {
    return count;
  }

  /** Takes back all but the first units. */
  void truncate(int units) {
    count = units;
  }

  /** Gives every unit its column; to be called once before what follows. */
  void place() {
    int drawn = count;
    while (drawn > 0 && strips[drawn - 1].isBlank()) {
      drawn--;
    }
    if (mixed) {
      placeVisually(drawn);
    } else {
      for (int i = 0; i < count; i++) {
        order[i] = i;
      }
    }
    width = 2 * PADDING;
    for (int i = 0; i < drawn; i++) {
      width = Math.max(width, end(strips[i], columns[i]));
    }
  }

  private void placeVisually(int drawn) {
    int[] visual = Bidi.reorderVisual(Arrays.copyOf(levels, drawn));
    int at = origin();
    int left = 0;
    for (int i = 0; i < drawn; i++) {
      Strip strip = strips[visual[i]];
      order[i] = visual[i];
      columns[visual[i]] = at + lead(strip);
      at += lead(strip) + extent(strip);
      left = Math.min(left, columns[visual[i]] + strip.left());
    }
    for (int i = 0; i < drawn; i++) {
      columns[i] -= left;
    }
    for (int i = drawn; i < count; i++) {
      order[i] = i;
      columns[i] = at;
    }
  }

  /** The patches that the text and its padding need. */
  int patches() {
    return Math.min((width + side - 1) / side, limit / side);
  }

  void draw(PatchCanvas canvas) {
    for (int i = 0; i < count; i++) {
      Strip strip = strips[order[i]];
      int column = columns[order[i]];
      if (!strip.ink().isNone()) {
        canvas.draw(strip.ink(), column);
      }
      if (!strip.colours().isEmpty()) {
        strip.colours().forEach(colour -> canvas.draw(colour, column));
      }
    }
  }

  void countMissing(MissingGlyphs missing) {
    for (int i = 0; i < count; i++) {
      missing.add(strips[i].missing());
    }
  }

  /** Tells which columns each cluster takes, in reading order. */
  void forEachCluster(ClusterSink sink) {
    for (int i = 0; i < count; i++) {
      int[] clusters = strips[i].clusters();
      if (clusters.length == 0) {
        sink.accept(starts[i], columns[i], columns[i] + strips[i].advance());
      }
      for (int c = 0; c < clusters.length; c += 3) {
        sink.accept(
            starts[i] + clusters[c], columns[i] + clusters[c + 1], columns[i] + clusters[c + 2]);
      }
    }
  }

  /** Takes a cluster's first character and its columns from left to right. */
  interface ClusterSink {
    void accept(int start, int left, int right);
  }

  /** Ink may hang over into the padding or its neighbour, never over the edge. */
  private int column(Strip strip) {
    return aligned ? pen + lead(strip) : Math.max(pen, -strip.left());
  }

  /** Where units start at patch borders, what overhangs to the left must not cross the border. */
  private int lead(Strip strip) {
    return aligned ? Math.max(0, -strip.left()) : 0;
  }

  private int extent(Strip strip) {
    return aligned ? Math.max(strip.advance(), strip.right()) : strip.advance();
  }

  private static int end(Strip strip, int column) {
    return column + Math.max(strip.advance() + PADDING, strip.right());
  }

  private int nextPatch(int column) {
    return (column + side - 1) / side * side;
  }

  private Strip space(int columns) {
    if (columns >= COMMON_SPACES) {
      return Strip.blank(columns);
    }
    if (spaces[columns] == null) {
      spaces[columns] = Strip.blank(columns);
    }
    return spaces[columns];
  }

  private void push(Strip strip, byte level, int start, int column) {
    if (count == strips.length) {
      grow();
    }
    strips[count] = strip;
    levels[count] = level;
    starts[count] = start;
    columns[count++] = column;
  }

  private void grow() {
    int size = 2 * count;
    strips = Arrays.copyOf(strips, size);
    levels = Arrays.copyOf(levels, size);
    starts = Arrays.copyOf(starts, size);
    columns = Arrays.copyOf(columns, size);
    order = new int[size];
  }
}
