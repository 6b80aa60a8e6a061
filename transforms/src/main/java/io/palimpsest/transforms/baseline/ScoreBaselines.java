package io.palimpsest.transforms.baseline;

import io.palimpsest.model.task.Task;
import io.palimpsest.schemas.record.LabeledExample;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.artifact.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Trains {@link Baselines} on a task's examples and scores others, in one worker. Returns one
 * {@link Outcome} as JSON with figures alone.
 *
 * <p>Limit: the training examples' features are held in memory, some 10 kB an example.
 */
public final class ScoreBaselines extends PTransform<PBegin, PCollection<String>> {
  private static final long serialVersionUID = 1L;

  private final Task task;
  private final List<InputShard> training;
  private final int trainingExamples;
  private final List<InputShard> scored;
  private final long seed;

  private ScoreBaselines(
      Task task,
      List<InputShard> training,
      int trainingExamples,
      List<InputShard> scored,
      long seed) {
    this.task = task;
    this.training = List.copyOf(training);
    this.trainingExamples = trainingExamples;
    this.scored = List.copyOf(scored);
    this.seed = seed;
  }

  /**
   * @param training shards of labelled examples
   * @param trainingExamples how many of them are learnt from, in order
   * @param scored shards of other labelled examples
   */
  public static ScoreBaselines of(
      Task task,
      List<InputShard> training,
      int trainingExamples,
      List<InputShard> scored,
      long seed) {
    return new ScoreBaselines(task, training, trainingExamples, scored, seed);
  }

  @Override
  public PCollection<String> expand(PBegin begin) {
    return begin
        .apply("Task", Create.of(task.name()))
        .apply("Score", ParDo.of(new ScoreFn(this)))
        .setCoder(StringUtf8Coder.of());
  }

  private SortedMap<String, Double> figures() throws IOException {
    Baselines baselines = new Baselines(task, seed);
    int[] left = {trainingExamples};
    for (InputShard shard : training) {
      if (left[0] > 0) {
        shard.forEach(
            LabeledExample.class,
            example -> {
              if (left[0]-- > 0) {
                baselines.learn(example);
              }
            });
      }
    }
    List<LabeledExample> examples = new ArrayList<>();
    for (InputShard shard : scored) {
      shard.forEach(LabeledExample.class, examples::add);
    }
    SortedMap<String, Double> figures = baselines.score(examples);
    figures.put("train_examples", (double) (trainingExamples - Math.max(0, left[0])));
    figures.put("examples", (double) examples.size());
    return figures;
  }

  private static final class ScoreFn extends DoFn<String, String> {
    private static final long serialVersionUID = 1L;

    private final ScoreBaselines parent;

    private ScoreFn(ScoreBaselines parent) {
      this.parent = parent;
    }

    @ProcessElement
    public void process(OutputReceiver<String> outcomes) throws IOException {
      outcomes.output(Outcome.of(parent.figures()).toJson());
    }
  }
}
