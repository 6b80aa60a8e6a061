package io.palimpsest.pipelines.report;

import io.palimpsest.pipelines.image.PatchImage;
import io.palimpsest.pipelines.image.Patches;
import io.palimpsest.pipelines.image.Png;
import io.palimpsest.schemas.record.PatchForecast;
import io.palimpsest.schemas.record.PatchSequence;
import java.awt.image.BufferedImage;
import java.util.Base64;
import java.util.List;

/**
 * A picture of the page with its caption.
 *
 * @param source the picture as a data URL
 * @param width its width in its own pixels
 * @param height its height in its own pixels
 * @param id the document or the script that it shows
 * @param note what else there is to say, in short
 * @param text the text that it shows
 */
record Figure(String source, int width, int height, String id, String note, String text) {
  /** The stripes' colours; the style sheet's legend uses the same. */
  private static final int TRUE_STRIPE = 0xFF0F8B7F;

  private static final int PREDICTED_STRIPE = 0xFFD97B29;
  private static final int SAMPLE_LINE = 30;
  private static final int FORECAST_LINE = 30;
  private static final int GHOST_LINE = 60;
  private static final int GHOST_RUNS = 4;
  private static final PatchImage CLEAR = PatchImage.defaults().withBackground(0);

  static Figure sample(PatchSequence sequence) {
    BufferedImage image = CLEAR.withPatchesPerLine(SAMPLE_LINE).draw(sequence);
    String note =
        window(sequence.getIndex()) + Numbers.count(sequence.getNumPatches()) + " patches";
    return of(image, sequence.getDocumentId(), note, sequence.getText());
  }

  static Figure script(ScriptSample sample) {
    BufferedImage image = CLEAR.withPatchesPerLine(ScriptSample.PATCHES).draw(sample.patches());
    String missing = sample.missing() == 0 ? "no" : Numbers.count(sample.missing());
    String note = missing + (sample.missing() == 1 ? " missing glyph" : " missing glyphs");
    return of(image, Numbers.label(sample.script()), note, sample.text());
  }

  static Figure forecast(PatchForecast forecast) {
    BufferedImage image =
        CLEAR
            .withPatchesPerLine(FORECAST_LINE)
            .compare(
                Patches.truth(forecast),
                Patches.predicted(forecast),
                TRUE_STRIPE,
                PREDICTED_STRIPE);
    String note = window(forecast.getIndex()) + "loss " + Numbers.decimal(forecast.getLoss());
    return of(image, forecast.getDocumentId(), note, forecast.getText());
  }

  /** The earlier writing that shows through the page's title; it has no caption. */
  static Figure ghost(List<PatchSequence> samples) {
    List<Patches> runs = samples.stream().limit(GHOST_RUNS).map(Patches::of).toList();
    return of(CLEAR.withPatchesPerLine(GHOST_LINE).sheet(runs), "", "", "");
  }

  private static String window(int index) {
    return index == 0 ? "" : "window " + (index + 1) + " · ";
  }

  private static Figure of(BufferedImage image, String id, String note, String text) {
    String source =
        "data:image/png;base64," + Base64.getEncoder().encodeToString(Png.encode(image));
    return new Figure(source, image.getWidth(), image.getHeight(), id, note, text);
  }
}
