package io.palimpsest.model.attribution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.palimpsest.model.LocalStorage;
import io.palimpsest.model.Torch;
import io.palimpsest.model.checkpoint.Checkpoint;
import io.palimpsest.model.data.AnswerPrediction;
import io.palimpsest.model.data.Batch;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.loss.AnswerLoss;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Precision;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.RunRole;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Training dynamics of plain gradient descent by the sum of a batch's losses, of which first-order
 * influence is exact as the rate goes to 0. Checkpoints are kept of all steps.
 */
final class Descent {
  static final int STEPS = 5;
  private static final int BATCH = 3;
  private static final ModelConfig MODEL = ModelConfig.preset("nano").reading(258, false, true);

  final List<PromptExample> examples = new ArrayList<>();
  final List<TrainingRun> runs = new ArrayList<>();
  final List<Trajectory> losses = new ArrayList<>();
  private final Map<String, Sample> samples = new HashMap<>();
  private final LocalStorage storage = new LocalStorage();
  private final String directory;

  Descent(Path directory) {
    this.directory = directory.toString();
    for (int id = 0; id < 12; id++) {
      ExampleRole role =
          id < 8 ? ExampleRole.TRAIN : id < 11 ? ExampleRole.TEST : ExampleRole.TEST_UNSEEN;
      PromptExample example = Prompts.example(id, role, 12);
      examples.add(example);
      samples.put(example.getId(), Prompts.sample(example));
    }
  }

  Map<String, Sample> samples() {
    return samples;
  }

  List<Sample> tests() {
    return examples.subList(8, 12).stream().map(one -> samples.get(one.getId())).toList();
  }

  StoredCheckpoints checkpoints(String run) throws IOException {
    return files().checkpoints(run);
  }

  /** Trains and keeps what came of it. */
  TrainingRun train(String id, RunRole role, double rate) throws IOException {
    Random random = new Random(id.hashCode());
    List<List<String>> curriculum =
        IntStream.range(0, STEPS)
            .mapToObj(step -> random.ints(BATCH, 0, 8).mapToObj(i -> examples.get(i).getId()))
            .map(ids -> ids.toList())
            .toList();
    List<Double> rates =
        IntStream.range(0, STEPS).mapToObj(step -> rate * (1 + 0.5 * step)).toList();
    TrainingRun run = new TrainingRun(id, 1L, role, curriculum, rates);
    try (NDManager manager = Torch.newManager();
        Transformer network = Transformer.initialized(MODEL, 1, Precision.FLOAT32, manager)) {
      List<float[]> measured = new ArrayList<>();
      for (int step = 0; step <= STEPS; step++) {
        Checkpoint.save(
            network, storage, "%s/checkpoints/%s/step-%06d".formatted(directory, id, step));
        measured.add(losses(network, tests()));
        if (step < STEPS) {
          List<Sample> batch = curriculum.get(step).stream().map(samples::get).toList();
          descend(network, batch, rates.get(step));
        }
      }
      keep(id, measured);
    }
    runs.add(run);
    return run;
  }

  private static float[] losses(Transformer network, List<Sample> batch) {
    Torch.disableGradients();
    try (NDManager own = Torch.newManager()) {
      return loss(network, batch, own).toFloatArray();
    }
  }

  private static NDArray loss(Transformer network, List<Sample> batch, NDManager manager) {
    return AnswerLoss.of(
        network, new Batch(batch, network.config(), AnswerPrediction.INSTANCE), manager);
  }

  private static void descend(Transformer network, List<Sample> batch, double rate) {
    List<NDArray> weights = List.copyOf(network.weights().values());
    try (NDManager own = Torch.newManager()) {
      Torch.enableGradients();
      NDList gradients = network.script().gradients(loss(network, batch, own).sum(), weights);
      Torch.disableGradients();
      for (int i = 0; i < weights.size(); i++) {
        weights.get(i).subi(gradients.get(i).mul(rate));
      }
    }
  }

  private void keep(String run, List<float[]> measured) {
    for (int test = 0; test < tests().size(); test++) {
      int column = test;
      losses.add(
          Trajectory.newBuilder()
              .setRun(run)
              .setExample(tests().get(test).documentId())
              .setMetric("loss")
              .setSteps(IntStream.rangeClosed(0, STEPS).boxed().toList())
              .setValues(measured.stream().map(values -> values[column]).toList())
              .build());
    }
  }

  Dynamics dynamics() {
    return new Dynamics(runs, examples, losses);
  }

  /** With the names of all files that are there. */
  AttributionFiles files() throws IOException {
    List<String> names =
        storage.list(directory).stream()
            .map(path -> path.substring(directory.length() + 1))
            .toList();
    return new AttributionFiles(storage, directory, names, directory + "/out");
  }
}
