package io.palimpsest.model.generation;

import io.palimpsest.model.loss.NextPatchLoss;
import io.palimpsest.schemas.InvalidInputException;

/**
 * What brings normalised forecasts back to pixels, since the loss takes each patch's own mean and
 * deviation away and a network says nothing of them: the mean, over the prompt's patches that are
 * not of one colour, of each patch's mean and deviation.
 *
 * @param mean of values scaled to [0, 1]
 * @param deviation of values scaled to [0, 1]
 */
record Contrast(double mean, double deviation) {
  private static final double WHITE = 255;

  /**
   * @throws InvalidInputException if all patches are of one colour each
   */
  static Contrast of(ImagePatches prompt) {
    byte[] pixels = prompt.inChannels(prompt.channels());
    double means = 0;
    double deviations = 0;
    int counted = 0;
    for (int patch = 0; patch < prompt.count(); patch++) {
      Contrast own = of(pixels, patch * prompt.stored(), prompt.stored());
      if (own.deviation > 2 * Math.sqrt(NextPatchLoss.EPS)) {
        means += own.mean;
        deviations += own.deviation;
        counted++;
      }
    }
    if (counted == 0) {
      throw new InvalidInputException(
          "the prompt's %d patches are blank: give an image that shows something"
              .formatted(prompt.count()));
    }
    return new Contrast(means / counted, deviations / counted);
  }

  private static Contrast of(byte[] pixels, int start, int count) {
    double sum = 0;
    double squares = 0;
    for (int i = start; i < start + count; i++) {
      double value = (pixels[i] & 0xFF) / WHITE;
      sum += value;
      squares += value * value;
    }
    double mean = sum / count;
    double variance = Math.max(0, squares / count - mean * mean);
    return new Contrast(mean, Math.sqrt(variance + NextPatchLoss.EPS));
  }

  /**
   * The pixels of a forecast, clamped to 0 and 255.
   *
   * @param forecast normalised values; where the prompt is grey, those of a pixel's channels are
   *     replaced by their mean
   */
  byte[] pixels(float[] forecast, ImagePatches prompt) {
    int copies = forecast.length / prompt.stored();
    byte[] pixels = new byte[prompt.stored()];
    for (int i = 0; i < pixels.length; i++) {
      double sum = 0;
      for (int copy = 0; copy < copies; copy++) {
        sum += forecast[i * copies + copy];
      }
      double value = (sum / copies * deviation + mean) * WHITE;
      pixels[i] = (byte) Math.round(Math.max(0, Math.min(WHITE, value)));
    }
    return pixels;
  }
}
