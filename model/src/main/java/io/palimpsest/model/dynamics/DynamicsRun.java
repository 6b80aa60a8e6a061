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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private final List<Integer> steps = new ArrayList<>();
  private final List<float[]> measured = new ArrayList<>();

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
    this.losses = losses();
  }

  private ExampleLosses losses() {
    List<String> tests = examples.tests().stream().map(PromptExample::getId).toList();
    try {
      return new ExampleLosses(network, examples.of(tests));
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
    measure(0);
    listener.step(0, Double.NaN, network);
    int last = run.getCurriculum().size();
    for (int step = 1; step <= last; step++) {
      double loss = train(step);
      if (step % config.evaluateEvery() == 0 || step == last) {
        measure(step);
      }
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

  private void measure(int step) {
    steps.add(step);
    measured.add(losses.measure(manager));
  }

  private List<Trajectory> trajectories() {
    List<Trajectory> all = new ArrayList<>();
    List<PromptExample> tests = examples.tests();
    for (int i = 0; i < tests.size(); i++) {
      int index = i;
      all.add(
          Trajectory.newBuilder()
              .setRun(run.getId())
              .setExample(tests.get(i).getId())
              .setMetric("loss")
              .setSteps(List.copyOf(steps))
              .setValues(measured.stream().map(values -> values[index]).toList())
              .build());
    }
    return all;
  }

  @Override
  public void close() {
    network.close();
    manager.close();
  }
}
