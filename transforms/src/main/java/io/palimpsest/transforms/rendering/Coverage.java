package io.palimpsest.transforms.rendering;

/** Sums of ink, eight pixels at a time. */
final class Coverage {
  private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;

  private Coverage() {}

  /** Adds each of the eight bytes to its counterpart; a sum over 255 becomes 255. */
  static long add(long one, long other) {
    long low = (one & LOW_BITS) + (other & LOW_BITS);
    long high = (one ^ other) & ~LOW_BITS;
    long sum = low ^ high;
    long carry = ((one & other) | ((one | other) & ~sum)) & ~LOW_BITS;
    // Each carry bit becomes a byte of ones.
    return sum | ((carry << 1) - (carry >>> 7));
  }
}
