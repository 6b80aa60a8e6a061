package io.palimpsest.model.data;

import io.palimpsest.schemas.record.PatchSequence;

/**
 * Shows all of a sample and asks at its last position, the first whose state knows all: the black
 * end patch of an image, the last token of a text or a pair.
 */
public enum LabelPrediction implements Objective {
  INSTANCE;

  @Override
  public void layOut(Sample sample, Rows rows) {
    sample.image().ifPresent(image -> show(image, rows));
    sample.tokens().ifPresent(tokens -> tokens.getTokens().forEach(rows::showToken));
    rows.askLabel();
  }

  private static void show(PatchSequence image, Rows rows) {
    int first = rows.patches(image);
    for (int i = 0; i <= image.getNumPatches(); i++) {
      rows.showPatch(first + i);
    }
  }
}
