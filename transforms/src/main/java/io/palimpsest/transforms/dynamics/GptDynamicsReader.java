package io.palimpsest.transforms.dynamics;

import io.palimpsest.model.dynamics.RunPlan;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import io.palimpsest.transforms.order.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads training runs in the layout of GPTDynamics (arXiv 2404.07840), as published or as {@link
 * GptDynamicsWriter} wrote them. All fit into memory.
 *
 * @param options how
 * @param folders of the runs, in order
 * @param trainExamples path of the file with the texts that runs train on
 * @param testExamples path of the file with the texts that they are tested with
 */
record GptDynamicsReader(
    ImportOptions options,
    List<RecordedFolder> folders,
    String trainExamples,
    String testExamples) {

  /**
   * What was read.
   *
   * @param runs in order of their folders
   * @param trajectories run by run
   * @param examples those to train on, and those that were tested with
   */
  record Dynamics(
      List<TrainingRun> runs, List<Trajectory> trajectories, List<PromptExample> examples) {}

  /**
   * Reads all runs that have a role.
   *
   * @throws InvalidInputException for what is broken or missing; names file and line
   */
  Dynamics read() throws IOException {
    ImportedExamples training = ImportedExamples.read(options, ExampleRole.TRAIN, trainExamples);
    ImportedExamples tests = ImportedExamples.read(options, ExampleRole.TEST, testExamples);
    List<TrainingRun> runs = new ArrayList<>();
    List<Trajectory> trajectories = new ArrayList<>();
    List<RunPlan> plans = plans();
    for (int i = 0; i < plans.size(); i++) {
      ImportedRun run = ImportedRun.read(folders.get(i), plans.get(i), options, training, tests);
      runs.add(run.run());
      trajectories.addAll(run.trajectories());
    }
    Set<String> measured = requireSame(trajectories);
    List<PromptExample> examples = new ArrayList<>(training.all());
    examples.addAll(
        withUnseen(tests.all().stream().filter(test -> measured.contains(test.getId())).toList()));
    return new Dynamics(runs, trajectories, examples);
  }

  private List<RunPlan> plans() {
    List<RunPlan> plans = RunPlan.all(options.runs(), options.seed());
    if (plans.size() > folders.size()) {
      throw new InvalidInputException(
          "there are %d runs, but fit-runs, validation-runs, test-runs and unseen-runs are %d together; lower one of them"
              .formatted(folders.size(), plans.size()));
    }
    return plans;
  }

  /** The test examples, which must be those of every run and metric. */
  private static Set<String> requireSame(List<Trajectory> trajectories) {
    Set<String> all = trajectories.stream().map(Trajectory::getExample).collect(Collectors.toSet());
    trajectories.stream()
        .collect(
            Collectors.groupingBy(
                each -> "run '%s' has %s".formatted(each.getRun(), each.getMetric()),
                Collectors.mapping(Trajectory::getExample, Collectors.toSet())))
        .forEach(
            (name, examples) -> {
              if (examples.size() < all.size()) {
                throw new InvalidInputException(
                    "%s of %d test examples, others have %d: not of '%s'; leave the run out, or record it again"
                        .formatted(
                            name,
                            examples.size(),
                            all.size(),
                            all.stream()
                                .filter(id -> !examples.contains(id))
                                .sorted()
                                .findFirst()
                                .orElseThrow()));
              }
            });
    return all;
  }

  /** A share of the test examples becomes unseen, by a hash of seed and id. */
  private List<PromptExample> withUnseen(List<PromptExample> tests) {
    int count = (int) Math.round(options.unseenTests() * tests.size());
    Set<String> unseen =
        tests.stream()
            .map(PromptExample::getId)
            .sorted(Comparator.comparing(id -> HexFormat.of().formatHex(key(id))))
            .limit(count)
            .collect(Collectors.toSet());
    return tests.stream()
        .map(
            test ->
                unseen.contains(test.getId())
                    ? PromptExample.newBuilder(test).setRole(ExampleRole.TEST_UNSEEN).build()
                    : test)
        .toList();
  }

  private byte[] key(String id) {
    return Entry.key(options.seed(), id);
  }
}
