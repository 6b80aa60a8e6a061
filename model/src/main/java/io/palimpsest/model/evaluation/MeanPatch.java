package io.palimpsest.model.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.palimpsest.model.data.PatchBatch;
import io.palimpsest.model.data.SequenceReader;
import io.palimpsest.model.loss.NextPatchLoss;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.PatchSequence;
import java.io.IOException;
import java.util.List;

/** The mean of normalised target patches: the constant with the least squared error on them. */
final class MeanPatch {
  private final double[] sums;
  private long patches;

  private MeanPatch(int values) {
    this.sums = new double[values];
  }

  /** P values, over at most {@code config.meanPatchSequences()} first sequences. */
  static float[] of(
      EvaluationFiles files, EvaluationConfig config, ModelConfig model, NDManager manager)
      throws IOException {
    MeanPatch mean = new MeanPatch(model.patchValues());
    try (SequenceReader reader = new SequenceReader(files.storage(), files.train())) {
      int left = config.meanPatchSequences();
      List<PatchSequence> batch = reader.next(Math.min(left, config.batchSize()));
      while (!batch.isEmpty()) {
        mean.add(new PatchBatch(batch, model), manager);
        left -= batch.size();
        batch = reader.next(Math.min(left, config.batchSize()));
      }
    }
    return mean.values(files);
  }

  private void add(PatchBatch batch, NDManager manager) {
    try (NDManager arrays = manager.newSubManager()) {
      PatchBatch.Arrays input = batch.arrays(arrays);
      long count = input.mask().size();
      NDArray rows = NextPatchLoss.normalize(input.next()).reshape(new Shape(count, sums.length));
      float[] sum = rows.mul(input.mask().reshape(count, 1)).sum(new int[] {0}).toFloatArray();
      for (int i = 0; i < sums.length; i++) {
        sums[i] += sum[i];
      }
    }
    patches += batch.targets();
  }

  private float[] values(EvaluationFiles files) {
    if (patches == 0) {
      throw new InvalidInputException("no training record for the mean patch in " + files.train());
    }
    float[] values = new float[sums.length];
    for (int i = 0; i < sums.length; i++) {
      values[i] = (float) (sums[i] / patches);
    }
    return values;
  }
}
