package io.palimpsest.pipelines.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/** Numbers as people read them. */
final class Numbers {
  private static final List<String> BYTE_UNITS = List.of("B", "kB", "MB", "GB", "TB", "PB");
  private static final double LARGEST_COUNT = 1e15;

  private Numbers() {}

  /** 1,234 */
  static String count(double value) {
    return String.format(Locale.ROOT, "%,d", Math.round(value));
  }

  /** 5.3 MB, in powers of 1000. */
  static String bytes(double value) {
    int unit = 0;
    double rest = value;
    // 999.95 and above would be printed as 1000.0.
    while (rest >= 999.95 && unit < BYTE_UNITS.size() - 1) {
      rest /= 1000;
      unit++;
    }
    String number = unit == 0 ? count(rest) : String.format(Locale.ROOT, "%.1f", rest);
    return number + " " + BYTE_UNITS.get(unit);
  }

  /** 85 ms, 12.4 s, 3 min 20 s or 2 h 5 min. */
  static String duration(double seconds) {
    if (seconds < 0.9995) {
      return Math.round(seconds * 1000) + " ms";
    }
    if (seconds < 59.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? pair(whole / 60, "min", whole % 60, "s")
        : pair(whole / 3600, "h", whole % 3600 / 60, "min");
  }

  /** At most four significant digits. */
  static String decimal(double value) {
    if (Double.isNaN(value)) {
      return "not a number";
    }
    if (Double.isInfinite(value)) {
      return value < 0 ? "−∞" : "∞";
    }
    if (Math.abs(value) >= 1000 || value == 0) {
      return count(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros();
    return Math.abs(value) < 1e-4 ? rounded.toString() : rounded.toPlainString();
  }

  /** 0.719 */
  static String ratio(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : decimal(value);
  }

  /** 37% */
  static String percent(double share) {
    return Math.round(share * 100) + "%";
  }

  /** A metric's value in the unit that its name tells. */
  static String metric(String name, double value) {
    if (name.endsWith("bytes")) {
      return bytes(value);
    }
    if (name.endsWith("seconds")) {
      return duration(value);
    }
    return isCount(value) ? count(value) : decimal(value);
  }

  /** A metric's name in words. */
  static String label(String metric) {
    return metric.replace('_', ' ');
  }

  /** Whether the value is a whole number. */
  static boolean isCount(double value) {
    return value == Math.rint(value) && Math.abs(value) < LARGEST_COUNT;
  }

  private static String pair(long large, String largeUnit, long small, String smallUnit) {
    String first = large + " " + largeUnit;
    return small == 0 ? first : first + " " + small + " " + smallUnit;
  }
}
