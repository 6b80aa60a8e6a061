package io.palimpsest.model.attribution;

import ai.djl.ndarray.NDManager;
import io.palimpsest.model.Torch;
import io.palimpsest.model.checkpoint.Checkpoint;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.TrainingRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * First-order influence in a run (arXiv 2404.07840, section 4.1): {@code L_t(z′) − L_{t+1}(z′) ≈
 * η_t Σ_{i∈c_t} ⟨∇L(z_i), ∇L(z′)⟩}, with the gradients at a stored checkpoint.
 */
public final class Attribution {
  private final AttributionConfig config;
  private final GradientProducts products;

  public Attribution(AttributionConfig config) {
    this.config = config;
    this.products = new GradientProducts(config.gradients());
  }

  /** Hears of each checkpoint whose gradients have been taken. */
  @FunctionalInterface
  public interface Listener {
    /** Called behind a checkpoint of a run. */
    void checkpoint(String run, int step);
  }

  /** Floating-point operations so far, see {@link GradientProducts#operations}. */
  public long operations() {
    return products.operations();
  }

  /**
   * The influence of all examples of a run's curriculum on test examples.
   *
   * @param examples samples of {@link io.palimpsest.model.data.AnswerPrediction} by id, the
   *     curriculum's among them
   * @throws InvalidInputException if the run's learning rates, an example or all checkpoints are
   *     missing, or a checkpoint is damaged
   */
  public RunInfluence of(
      TrainingRun run,
      Map<String, Sample> examples,
      List<Sample> tests,
      StoredCheckpoints stored,
      Listener listener)
      throws IOException {
    require(run, stored);
    List<String> ids = tests.stream().map(Sample::documentId).toList();
    RunInfluence influence = new RunInfluence(run.getId(), run.getCurriculum().size(), ids);
    for (var entry : byCheckpoint(run, stored).entrySet()) {
      int checkpoint = entry.getKey();
      add(run, entry.getValue(), examples, tests, stored, checkpoint, influence);
      listener.checkpoint(run.getId(), checkpoint);
    }
    return influence;
  }

  private void add(
      TrainingRun run,
      List<Integer> steps,
      Map<String, Sample> examples,
      List<Sample> tests,
      StoredCheckpoints stored,
      int checkpoint,
      RunInfluence influence)
      throws IOException {
    List<String> trained = trained(run, steps);
    List<Sample> train = trained.stream().map(id -> sample(id, run, examples)).toList();
    float[][] found = products(stored.directories().get(checkpoint), stored, train, tests);
    for (int step : steps) {
      double rate = run.getLearningRates().get(step);
      for (String id : run.getCurriculum().get(step)) {
        influence.add(step, id, rate, found[trained.indexOf(id)]);
      }
    }
  }

  private float[][] products(
      String directory, StoredCheckpoints stored, List<Sample> train, List<Sample> tests)
      throws IOException {
    try (NDManager manager = Torch.newManager();
        Transformer network = Checkpoint.load(stored.storage(), directory, manager)) {
      return products.of(network, train, tests);
    }
  }

  /** The steps, from 0, by the checkpoint at which their gradients are taken. */
  private SortedMap<Integer, List<Integer>> byCheckpoint(
      TrainingRun run, StoredCheckpoints stored) {
    SortedMap<Integer, List<Integer>> steps = new TreeMap<>();
    for (int step = 0; step < run.getCurriculum().size(); step++) {
      int checkpoint = config.method().checkpoint(step, stored.steps(), config.every());
      steps.computeIfAbsent(checkpoint, at -> new ArrayList<>()).add(step);
    }
    return steps;
  }

  private static List<String> trained(TrainingRun run, List<Integer> steps) {
    Set<String> ids = new LinkedHashSet<>();
    steps.forEach(step -> ids.addAll(run.getCurriculum().get(step)));
    return List.copyOf(ids);
  }

  private static Sample sample(String id, TrainingRun run, Map<String, Sample> examples) {
    Sample sample = examples.get(id);
    if (sample == null) {
      throw new InvalidInputException(
          "run '%s' trains on example '%s', which is not among the examples: give those that its dynamics were made with"
              .formatted(run.getId(), id));
    }
    return sample;
  }

  /** Refuses a run without learning rates or checkpoints. */
  static void require(TrainingRun run, StoredCheckpoints stored) {
    if (stored.isEmpty()) {
      throw new InvalidInputException(
          "run '%s' has no checkpoints, where its gradients would be taken: let the dynamics stage make it, with checkpoint-every"
              .formatted(run.getId()));
    }
    int rates = run.getLearningRates().size();
    if (rates != run.getCurriculum().size()) {
      throw new InvalidInputException(
          "run '%s' has %d learning rates for its %d steps: give one for each step"
              .formatted(run.getId(), rates, run.getCurriculum().size()));
    }
  }
}
