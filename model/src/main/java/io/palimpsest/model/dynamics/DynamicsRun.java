package io.palimpsest.model.dynamics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.palimpsest.model.Torch;
import io.palimpsest.model.checkpoint.Checkpoint;
import io.palimpsest.model.data.AnswerPrediction;
import io.palimpsest.model.data.Batch;
import io.palimpsest.model.loss.AnswerLoss;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.model.optimize.AdamW;
import io.palimpsest.model.optimize.LearningRate;
import io.palimpsest.model.training.Trainer;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Trains a subject along a curriculum and measures all test examples on the way.
 *
 * <p>The same subject, configuration, curriculum and number of threads give the same trajectories
 * on one machine.
 */
public final class DynamicsRun implements AutoCloseable {
  private final DynamicsConfig config;
  private final ExampleSamples examples;
  private final TrainingRun run;
  private final NDManager manager = Torch.newManager();
  private final Transformer network;
  private final LearningRate schedule;
  private final Trainer trainer;
  private final ExampleLosses losses;
  private final Optional<AnswerScores> scores;
  private final Map<String, Measurements> measured = new LinkedHashMap<>();

  /** Hears of the run's progress. */
  public interface Listener {
    /**
     * Called behind each step, and before the first with step 0.
     *
     * @param network with the weights of that step
     */
    void step(int step, double loss, Transformer network) throws IOException;
  }

  /**
   * @param storage of the subject
   * @param subject directory of its checkpoint
   * @param run its curriculum
   * @throws io.palimpsest.schemas.InvalidInputException if the checkpoint is damaged, an example
   *     does not fit it, or one of the curriculum is unknown
   */
  public DynamicsRun(
      DynamicsConfig config,
      Storage storage,
      String subject,
      ExampleSamples examples,
      TrainingRun run)
      throws IOException {
    Torch.enableGradients();
    this.config = config;
    this.examples = examples;
    this.run = run;
    this.network = Checkpoint.load(storage, subject, config.precision(), manager);
    int all = run.getCurriculum().size();
    LearningRate schedule =
        new LearningRate(config.learningRate(), Math.min(config.warmup(), all), all);
    AdamW optimizer = new AdamW(network.script(), network.weights(), config.weightDecay(), manager);
    this.schedule = schedule;
    this.trainer = new Trainer(network, optimizer, schedule, config.clip(), manager);
    this.losses = orClose(this::losses);
    this.scores =
        config.decodeEvery() == 0
            ? Optional.empty()
            : Optional.of(
                orClose(() -> new AnswerScores(network, examples, config.decodeTokens())));
  }

  private ExampleLosses losses() {
    List<String> tests = examples.tests().stream().map(PromptExample::getId).toList();
    return new ExampleLosses(network, examples.of(tests));
  }

  private <T> T orClose(Supplier<T> part) {
    try {
      return part.get();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Trains to the end.
   *
   * @throws io.palimpsest.model.training.NonFiniteLossException if a loss is not finite
   */
  public List<Trajectory> toEnd(Listener listener) throws IOException {
    measure(0, 0);
    listener.step(0, Double.NaN, network);
    int last = run.getCurriculum().size();
    for (int step = 1; step <= last; step++) {
      double loss = train(step);
      measure(step, last);
      listener.step(step, loss, network);
    }
    return trajectories();
  }

  /** The run with its learning rates. */
  public TrainingRun recorded() {
    List<Double> rates =
        IntStream.rangeClosed(1, run.getCurriculum().size()).mapToObj(schedule::at).toList();
    return TrainingRun.newBuilder(run).setLearningRates(rates).build();
  }

  private double train(int step) {
    Torch.enableGradients();
    List<String> ids = run.getCurriculum().get(step - 1);
    Batch batch = new Batch(examples.of(ids), network.config(), AnswerPrediction.INSTANCE);
    return trainer.step(step, List.of(batch), this::loss).loss();
  }

  /** The mean of the examples' losses, so that a step's gradient is the mean of theirs. */
  private Trainer.Loss loss(Batch batch, NDManager arrays) {
    NDArray loss = AnswerLoss.of(network, batch, arrays).mean();
    return new Trainer.Loss(loss, Optional.empty(), Optional.of(loss));
  }

  /** What is due behind a step; behind the first and the last, all. */
  private void measure(int step, int last) {
    if (step == last || step % config.evaluateEvery() == 0) {
      add(step, "loss", losses.measure(manager), examples.tests());
    }
    if (scores.isPresent() && (step == last || step % config.decodeEvery() == 0)) {
      AnswerScores asked = scores.get();
      asked.measure(manager).forEach((name, found) -> add(step, name, found, asked.examples()));
    }
  }

  private void add(int step, String metric, float[] values, List<PromptExample> tests) {
    measured
        .computeIfAbsent(metric, name -> new Measurements(run.getId(), name, tests))
        .add(step, values);
  }

  private List<Trajectory> trajectories() {
    return measured.values().stream().flatMap(each -> each.trajectories().stream()).toList();
  }

  @Override
  public void close() {
    network.close();
    manager.close();
  }
}
