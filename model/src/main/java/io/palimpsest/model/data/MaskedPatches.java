package io.palimpsest.model.data;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.PatchSequence;
import java.util.BitSet;
import java.util.Objects;
import java.util.Random;

/**
 * Masked patch prediction of the bidirectional baseline, PIXEL (arXiv 2207.06991, section 2.2): a
 * quarter of the text patches are masked, in spans of at most six, and asked for where they are.
 *
 * @param seed of the masks
 * @param step which batch this is, so that a sample is masked otherwise in each pass
 */
public record MaskedPatches(long seed, long step) implements Objective {
  private static final double MASKED = 0.25;

  /** The probability that a span has at most 1, 2, … patches. */
  private static final double[] SPANS = {0.2, 0.4, 0.6, 0.8, 0.9, 1.0};

  @Override
  public void layOut(Sample sample, Rows rows) {
    PatchSequence image =
        sample
            .image()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        sample + " is text: masked patches are for images; leave text out"));
    if (sample.tokens().isPresent()) {
      throw new InvalidInputException(
          sample + " has tokens: masked patches are for images alone; leave pairs out");
    }
    int first = rows.patches(image);
    BitSet masked = mask(image.getNumPatches(), random(sample));
    for (int i = 0; i <= image.getNumPatches(); i++) {
      if (masked.get(i)) {
        rows.showMask();
        rows.askPatch(first + i);
      } else {
        rows.showPatch(first + i);
      }
    }
  }

  /** Spans, until a quarter of {@code patches}, rounded up, is masked. */
  static BitSet mask(int patches, Random random) {
    BitSet masked = new BitSet(patches);
    int wanted = (int) Math.ceil(patches * MASKED);
    while (masked.cardinality() < wanted) {
      int span = Math.min(length(random.nextDouble()), wanted - masked.cardinality());
      int start = random.nextInt(patches - span + 1);
      if (masked.get(start, start + span).isEmpty()) {
        masked.set(start, start + span);
      }
    }
    return masked;
  }

  private static int length(double draw) {
    int length = 1;
    while (draw >= SPANS[length - 1]) {
      length++;
    }
    return length;
  }

  private Random random(Sample sample) {
    long id = Objects.hash(sample.documentId(), sample.index());
    return new Random(EpochOrder.mix(EpochOrder.mix(EpochOrder.mix(seed) + step) + id));
  }
}
