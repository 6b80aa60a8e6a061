package io.palimpsest.model.evaluation;

import io.palimpsest.schemas.record.PatchForecast;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Losses as of {@link io.palimpsest.model.loss.NextPatchLoss}, each the mean over the same target
 * patches.
 *
 * @param loss the network's
 * @param meanPatchLoss of the best constant: the mean of the normalised training patches
 * @param previousPatchLoss of the patch before, normalised like the target
 * @param patches target patches
 * @param sequences scored sequences
 * @param forecasts of the first sequences
 */
public record PatchScores(
    double loss,
    double meanPatchLoss,
    double previousPatchLoss,
    long patches,
    long sequences,
    List<PatchForecast> forecasts) {

  /** The figures by the names that manifests use. */
  public Map<String, Number> byName() {
    Map<String, Number> names = new LinkedHashMap<>();
    names.put("patch_loss", loss);
    names.put("patch_loss_mean_patch", meanPatchLoss);
    names.put("patch_loss_previous_patch", previousPatchLoss);
    names.put("patches", patches);
    names.put("sequences", sequences);
    return names;
  }
}
