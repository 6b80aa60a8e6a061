package io.palimpsest.model.data;

import io.palimpsest.schemas.record.PatchSequence;
import java.util.List;

/**
 * Next patch and next token prediction (arXiv 2404.10710, section 2.3): at each patch the next, the
 * black end patch the last of them, and at each token the next. Of a pair the end patch is shown
 * too, for the tokens stand behind it, but nothing is asked there.
 */
public enum NextPrediction implements Objective {
  INSTANCE;

  @Override
  public void layOut(Sample sample, Rows rows) {
    sample.image().ifPresent(image -> patches(image, sample.tokens().isPresent(), rows));
    sample.tokens().ifPresent(tokens -> tokens(tokens.getTokens(), rows));
  }

  private static void patches(PatchSequence image, boolean pair, Rows rows) {
    int first = rows.patches(image);
    for (int i = 0; i < image.getNumPatches(); i++) {
      rows.showPatch(first + i);
      rows.askPatch(first + i + 1);
    }
    if (pair) {
      rows.showPatch(first + image.getNumPatches());
    }
  }

  private static void tokens(List<Integer> ids, Rows rows) {
    for (int i = 0; i < ids.size() - 1; i++) {
      rows.showToken(ids.get(i));
      rows.askToken(ids.get(i + 1));
    }
  }
}
