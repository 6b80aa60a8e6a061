package io.palimpsest.model.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.palimpsest.model.LocalStorage;
import io.palimpsest.model.Torch;
import io.palimpsest.model.checkpoint.Checkpoint;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.RunRole;
import io.palimpsest.schemas.record.TrainingRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttributionTest {
  @TempDir Path directory;

  @Test
  void sumsTheProductsOfEachStepAtTheCheckpointBeforeIt() throws Exception {
    Descent descent = new Descent(directory);
    TrainingRun run = descent.train("run", RunRole.TEST, 0.05);
    requireAsByLoops(descent, run, GradientMethod.TRACIN_CP, 1, new int[] {0, 1, 2, 3, 4});
    requireAsByLoops(descent, run, GradientMethod.TRACIN_CP, 2, new int[] {0, 0, 2, 2, 4});
    requireAsByLoops(descent, run, GradientMethod.GRAD_DOT, 1, new int[] {5, 5, 5, 5, 5});
  }

  /** One pair after another, each by two whole gradients. */
  private static void requireAsByLoops(
      Descent descent, TrainingRun run, GradientMethod method, int every, int[] checkpoints)
      throws Exception {
    StoredCheckpoints stored = descent.checkpoints("run");
    RunInfluence found = attribute(descent, run, stored, method, every);
    double[] fallen = new double[descent.tests().size()];
    Map<String, double[]> influences = new TreeMap<>();
    for (int step = 0; step < Descent.STEPS; step++) {
      for (String id : run.getCurriculum().get(step)) {
        double[] products =
            products(descent.samples().get(id), descent.tests(), stored, checkpoints[step]);
        double[] sums = influences.computeIfAbsent(id, key -> new double[products.length]);
        for (int test = 0; test < products.length; test++) {
          double fall = run.getLearningRates().get(step) * products[test];
          fallen[test] += fall;
          sums[test] += fall;
        }
      }
      for (int test = 0; test < fallen.length; test++) {
        assertThat(found.fallen(test)[step + 1])
            .isCloseTo(fallen[test], within(1e-4 * Math.abs(fallen[test])));
      }
    }
    assertThat(found.influences().keySet()).isEqualTo(influences.keySet());
    influences.forEach(
        (id, sums) -> {
          double greatest = Arrays.stream(sums).map(Math::abs).max().orElseThrow();
          assertThat(found.influences().get(id)).containsExactly(sums, within(1e-5 * greatest));
        });
  }

  private static RunInfluence attribute(
      Descent descent, TrainingRun run, StoredCheckpoints stored, GradientMethod method, int every)
      throws Exception {
    AttributionConfig config =
        new AttributionConfig(method, Gradients.FULL, every, List.of(Rescaling.NONE));
    return new Attribution(config)
        .of(run, descent.samples(), descent.tests(), stored, (id, step) -> {});
  }

  private static double[] products(
      Sample train, List<Sample> tests, StoredCheckpoints stored, int step) throws Exception {
    try (NDManager manager = Torch.newManager();
        Transformer network =
            Checkpoint.load(new LocalStorage(), stored.directories().get(step), manager)) {
      List<NDArray> weights = List.copyOf(network.weights().values());
      return Prompts.products(network, List.of(train), tests, weights)[0];
    }
  }

  @Test
  void foreseesTheLossesOfSmallStepsDownTheGradient() throws Exception {
    Descent descent = new Descent(directory);
    TrainingRun run = descent.train("run", RunRole.TEST, 1e-3);
    RunInfluence found =
        attribute(descent, run, descent.checkpoints("run"), GradientMethod.TRACIN_CP, 1);
    for (int test = 0; test < descent.tests().size(); test++) {
      List<Float> measured = descent.losses.get(test).getValues();
      double fallen = measured.get(0) - measured.get(Descent.STEPS);
      assertThat(fallen).isGreaterThan(1e-3);
      assertThat(found.fallen(test)[Descent.STEPS]).isCloseTo(fallen, within(0.05 * fallen));
    }
  }

  @Test
  void hearsOfEachCheckpointOnce() throws Exception {
    Descent descent = new Descent(directory);
    TrainingRun run = descent.train("run", RunRole.TEST, 1e-3);
    List<Integer> heard = new ArrayList<>();
    new Attribution(
            new AttributionConfig(
                GradientMethod.TRACIN_CP, Gradients.OUTPUT_LAYER, 3, List.of(Rescaling.NONE)))
        .of(
            run,
            descent.samples(),
            descent.tests(),
            descent.checkpoints("run"),
            (id, step) -> heard.add(step));
    assertThat(heard).containsExactly(0, 3);
  }

  @Test
  void refusesARunThatLacksWhatItNeeds() throws Exception {
    Descent descent = new Descent(directory);
    TrainingRun run = descent.train("run", RunRole.TEST, 1e-3);
    StoredCheckpoints stored = descent.checkpoints("run");
    refuses(
        descent,
        run,
        descent.checkpoints("other"),
        "run 'run' has no checkpoints, where its gradients would be taken: let the dynamics stage make it, with checkpoint-every");
    TreeMap<Integer, String> late = new TreeMap<>(stored.directories().tailMap(4));
    refuses(
        descent,
        run,
        new StoredCheckpoints(new LocalStorage(), late),
        "no checkpoint at or before step 0, only at [4, 5]: keep that of step 0, the network before training");
    refuses(
        descent,
        TrainingRun.newBuilder(run).setLearningRates(List.of()).build(),
        stored,
        "run 'run' has 0 learning rates for its 5 steps: give one for each step");
    descent.samples().remove(run.getCurriculum().get(0).get(0));
    refuses(
        descent,
        run,
        stored,
        "run 'run' trains on example '%s', which is not among the examples: give those that its dynamics were made with"
            .formatted(run.getCurriculum().get(0).get(0)));
  }

  @Test
  void namesADamagedOrMissingCheckpoint() throws Exception {
    Descent descent = new Descent(directory);
    TrainingRun run = descent.train("run", RunRole.TEST, 1e-3);
    StoredCheckpoints stored = descent.checkpoints("run");
    Path weights = Path.of(stored.directories().get(2), Checkpoint.WEIGHTS);
    byte[] whole = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> attribute(descent, run, stored, GradientMethod.TRACIN_CP, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(weights.toString());
    Files.delete(weights);
    assertThatThrownBy(() -> attribute(descent, run, stored, GradientMethod.TRACIN_CP, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            stored.directories().get(2)
                + " has neither model.safetensors nor model.safetensors.index.json: give a checkpoint's directory");
    Files.write(weights, whole);
    Path config = Path.of(stored.directories().get(3), Checkpoint.CONFIG);
    Files.delete(config);
    assertThatThrownBy(
            () -> attribute(descent, run, descent.checkpoints("run"), GradientMethod.TRACIN_CP, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(config + " is missing: give a checkpoint's directory");
    StoredCheckpoints recorded = descent.checkpoints("run");
    Files.delete(config.resolveSibling(Checkpoint.WEIGHTS));
    assertThatThrownBy(() -> attribute(descent, run, recorded, GradientMethod.TRACIN_CP, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(config + " is missing: give a checkpoint's directory");
  }

  private static void refuses(
      Descent descent, TrainingRun run, StoredCheckpoints stored, String message) {
    assertThatThrownBy(() -> attribute(descent, run, stored, GradientMethod.TRACIN_CP, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }
}
