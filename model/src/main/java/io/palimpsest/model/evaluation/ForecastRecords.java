package io.palimpsest.model.evaluation;

import io.palimpsest.model.data.Sample;
import io.palimpsest.model.loss.NextPatchLoss;
import io.palimpsest.schemas.record.PatchForecast;
import io.palimpsest.schemas.record.PatchSequence;
import java.nio.ByteBuffer;

/** Turns a network's normalised forecasts back into pixels beside the true ones. */
final class ForecastRecords {
  private static final double WHITE = 255;

  private ForecastRecords() {}

  /**
   * The record of one sequence.
   *
   * @param forecasts normalised values of a batch's target patches, one after another
   * @param patchValues P, values of a patch in {@code forecasts}
   * @param losses of the batch's target patches
   * @param first the number of the sequence's first target patch in the batch
   */
  static PatchForecast of(
      Sample sample, float[] forecasts, int patchValues, float[] losses, int first) {
    PatchSequence sequence = sample.image().orElseThrow();
    int stored = sequence.getPatchSize() * sequence.getPatchSize() * sequence.getChannels();
    byte[] truth = new byte[sequence.getNumPatches() * stored];
    sequence.getPixels().duplicate().position(sequence.getPixels().position() + stored).get(truth);
    byte[] predicted = new byte[truth.length];
    int copies = patchValues / stored;
    for (int patch = 0; patch < sequence.getNumPatches(); patch++) {
      Moments moments = Moments.of(truth, patch * stored, stored, copies);
      for (int i = 0; i < stored; i++) {
        double value = mean(forecasts, (first + patch) * patchValues + i * copies, copies);
        predicted[patch * stored + i] = moments.pixel(value);
      }
    }
    return new PatchForecast(
        sequence.getDocumentId(),
        sequence.getIndex(),
        sequence.getText(),
        sequence.getPatchSize(),
        sequence.getChannels(),
        ByteBuffer.wrap(truth),
        ByteBuffer.wrap(predicted),
        (float) mean(losses, first, sequence.getNumPatches()));
  }

  /** Of a forecast: a grey pixel was repeated for each channel; its forecast is their mean. */
  private static double mean(float[] values, int start, int count) {
    double sum = 0;
    for (int i = start; i < start + count; i++) {
      sum += values[i];
    }
    return sum / count;
  }

  /** Mean and deviation of a patch scaled to [0, 1], as the loss takes them. */
  private record Moments(double mean, double deviation) {

    static Moments of(byte[] pixels, int start, int count, int copies) {
      double sum = 0;
      double squares = 0;
      for (int i = start; i < start + count; i++) {
        double value = (pixels[i] & 0xFF) / WHITE;
        sum += value;
        squares += value * value;
      }
      double mean = sum / count;
      double variance = Math.max(0, (squares - sum * mean) * copies / (count * copies - 1.0));
      return new Moments(mean, Math.sqrt(variance + NextPatchLoss.EPS));
    }

    byte pixel(double normalized) {
      double value = (normalized * deviation + mean) * WHITE;
      return (byte) Math.round(Math.max(0, Math.min(WHITE, value)));
    }
  }
}
