package io.palimpsest.model.evaluation;

import io.palimpsest.schemas.record.PatchForecast;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Means over the samples of one modality.
 *
 * @param patches errors of patches, as of {@link io.palimpsest.model.loss.NextPatchLoss}
 * @param text errors of tokens
 * @param sequences scored samples
 * @param forecasts of the first images
 */
public record Scores(
    PatchErrors patches, TextErrors text, long sequences, List<PatchForecast> forecasts) {

  /**
   * Each the mean over the same target patches.
   *
   * @param network the network's
   * @param meanPatch of the best constant: the mean of the normalised training patches
   * @param previousPatch of the patch before, normalised like the target
   * @param count target patches
   */
  public record PatchErrors(double network, double meanPatch, double previousPatch, long count) {}

  /**
   * Bits for each byte (UTF-8) of the text, end markers included in the bits.
   *
   * @param network the network's
   * @param unigram of the tokens' shares in training
   * @param tokens target tokens
   */
  public record TextErrors(double network, double unigram, long tokens) {}

  /** The figures by the names that manifests use. */
  public Map<String, Number> byName() {
    Map<String, Number> names = new LinkedHashMap<>();
    if (patches.count() > 0) {
      names.put("patch_loss", patches.network());
      names.put("patch_loss_mean_patch", patches.meanPatch());
      names.put("patch_loss_previous_patch", patches.previousPatch());
      names.put("patches", patches.count());
    }
    if (text.tokens() > 0) {
      names.put("bits_per_byte", text.network());
      names.put("bits_per_byte_unigram", text.unigram());
      names.put("tokens", text.tokens());
    }
    names.put("sequences", sequences);
    return names;
  }
}
