package io.palimpsest.transforms.rendering;

import io.palimpsest.schemas.InvalidInputException;
import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * A colour of the screen (sRGB).
 *
 * @param red from 0 to 255
 * @param green from 0 to 255
 * @param blue from 0 to 255
 */
public record Colour(int red, int green, int blue) implements Serializable {
  public static final Colour BLACK = new Colour(0, 0, 0);
  public static final Colour WHITE = new Colour(255, 255, 255);

  private static final Pattern HEX = Pattern.compile("#[0-9a-fA-F]{6}");

  /**
   * Reads {@code #rrggbb}.
   *
   * @throws InvalidInputException if it is none
   */
  public static Colour parse(String text) {
    if (!HEX.matcher(text).matches()) {
      throw new InvalidInputException(
          "The colour '%s' is not of the form #rrggbb, such as #000000".formatted(text));
    }
    int rgb = Integer.parseInt(text.substring(1), 16);
    return new Colour(rgb >> 16, rgb >> 8 & 0xFF, rgb & 0xFF);
  }

  boolean isGrey() {
    return red == green && green == blue;
  }

  /** Red, green or blue, by 0, 1 or 2. */
  int channel(int index) {
    return switch (index) {
      case 0 -> red;
      case 1 -> green;
      default -> blue;
    };
  }
}
