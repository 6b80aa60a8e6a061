package io.palimpsest.model.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.palimpsest.model.data.AnswerPrediction;
import io.palimpsest.model.data.Batch;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.network.Transformer;
import java.util.List;

/**
 * The loss of each example of a batch of {@link AnswerPrediction}: the mean cross-entropy, in nats,
 * of its answer's tokens and the end token (arXiv 2404.07840, section 3.1).
 */
public final class AnswerLoss {
  private AnswerLoss() {}

  /** Runs the network on B examples. Attached to {@code manager}, [B]. */
  public static NDArray of(Transformer network, Batch batch, NDManager manager) {
    NDArray errors = LanguageLoss.of(network, batch.arrays(manager)).tokens().orElseThrow();
    return means(errors, batch.samples());
  }

  /** The mean of each sample's part of the errors, [N] → [B]. */
  public static NDArray means(NDArray errors, List<Sample> samples) {
    int all = Math.toIntExact(errors.size());
    float[] shares = new float[samples.size() * all];
    int at = 0;
    for (int row = 0; row < samples.size(); row++) {
      int questions = AnswerPrediction.questions(samples.get(row));
      for (int i = 0; i < questions; i++) {
        shares[row * all + at++] = 1f / questions;
      }
    }
    Shape shape = new Shape(samples.size(), all);
    return errors.getManager().create(shares, shape).matMul(errors);
  }
}
