package io.palimpsest.pipelines.report;

import io.palimpsest.schemas.record.TrainingStep;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The training run as the page's script draws it; the lists run in parallel. A loss that is no
 * number is null, which leaves a gap in the curve.
 *
 * @param smoothed exponential moving average of the loss, without the bias towards its start
 * @param marks losses of the trivial forecasts
 */
record LossCurve(
    List<Integer> step,
    List<Float> loss,
    List<Float> smoothed,
    List<Float> learningRate,
    List<Evaluation.Score> marks) {
  static final int MOST_POINTS = 2000;
  private static final int SHORTEST_SPAN = 10;
  private static final int SPANS = 40;

  /** Nothing if there are no steps. */
  static Optional<LossCurve> of(List<TrainingStep> steps, List<Evaluation.Score> marks) {
    if (steps.isEmpty()) {
      return Optional.empty();
    }
    List<TrainingStep> ordered =
        steps.stream().sorted(Comparator.comparingInt(TrainingStep::getStep)).toList();
    float[] smooth = smooth(ordered);
    int[] kept =
        Downsampling.indices(ordered.size(), MOST_POINTS, i -> finite(ordered.get(i), smooth[i]));
    return Optional.of(
        new LossCurve(
            pick(kept, i -> ordered.get(i).getStep()),
            pick(kept, i -> orNull(ordered.get(i).getLoss())),
            pick(kept, i -> orNull(smooth[i])),
            pick(kept, i -> orNull(ordered.get(i).getLearningRate())),
            marks.stream().filter(mark -> Double.isFinite(mark.loss())).toList()));
  }

  private static float[] smooth(List<TrainingStep> steps) {
    double decay = 1 - 2.0 / (Math.max(SHORTEST_SPAN, steps.size() / SPANS) + 1);
    float[] smooth = new float[steps.size()];
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < smooth.length; i++) {
      float loss = steps.get(i).getLoss();
      if (Float.isFinite(loss)) {
        sum = decay * sum + (1 - decay) * loss;
        weight = decay * weight + (1 - decay);
      }
      smooth[i] = (float) (sum / weight);
    }
    return smooth;
  }

  private static double finite(TrainingStep step, float otherwise) {
    float known = Float.isFinite(otherwise) ? otherwise : 0;
    return Float.isFinite(step.getLoss()) ? step.getLoss() : known;
  }

  private static <T> List<T> pick(int[] kept, Function<Integer, T> value) {
    return Arrays.stream(kept).boxed().map(value).toList();
  }

  private static Float orNull(float value) {
    return Float.isFinite(value) ? (Float) value : null;
  }
}
