package io.palimpsest.model.deviation;

import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.RunRole;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Runs of which the law is known: a loss falls by its own curve, and each training example lowers
 * the losses of tests that have its answer and raises those of others.
 */
final class LinearRuns {
  static final List<Integer> STEPS = List.of(0, 4, 8, 12, 16, 20);

  final List<PromptExample> examples = new ArrayList<>();
  final List<TrainingRun> runs = new ArrayList<>();
  final List<Trajectory> measured = new ArrayList<>();

  LinearRuns(int fit, int test) {
    Random random = new Random(3);
    for (int i = 0; i < 40; i++) {
      examples.add(example("train" + i, ExampleRole.TRAIN, i));
    }
    for (int i = 0; i < 12; i++) {
      examples.add(example("test" + i, i < 8 ? ExampleRole.TEST : ExampleRole.TEST_UNSEEN, i));
    }
    for (int i = 0; i < fit + test; i++) {
      TrainingRun run = run("run" + i, i < fit ? RunRole.FIT : RunRole.TEST, random);
      runs.add(run);
      tests().forEach(each -> measured.add(measured(run, each)));
    }
  }

  private static PromptExample example(String id, ExampleRole role, int number) {
    return PromptExample.newBuilder()
        .setId(id)
        .setTask("parity")
        .setRole(role)
        .setPrompt("Is %d even?".formatted(number))
        .setAnswer(number % 2 == 0 ? " yes" : " no")
        .build();
  }

  private TrainingRun run(String id, RunRole role, Random random) {
    List<String> ids = new ArrayList<>();
    examples.stream()
        .map(PromptExample::getId)
        .filter(each -> each.startsWith("train"))
        .forEach(ids::add);
    Collections.shuffle(ids, random);
    List<List<String>> curriculum = new ArrayList<>();
    for (int step = 0; step < 20; step++) {
      curriculum.add(List.copyOf(ids.subList(2 * step, 2 * step + 2)));
    }
    return TrainingRun.newBuilder()
        .setId(id)
        .setSeed(1)
        .setRole(role)
        .setCurriculum(curriculum)
        .build();
  }

  List<PromptExample> tests() {
    return examples.stream().filter(each -> each.getId().startsWith("test")).toList();
  }

  Map<String, PromptExample> byId() {
    Map<String, PromptExample> all = new HashMap<>();
    examples.forEach(each -> all.put(each.getId(), each));
    return all;
  }

  List<Trajectory> of(TrainingRun run) {
    return measured.stream().filter(each -> each.getRun().equals(run.getId())).toList();
  }

  private Trajectory measured(TrainingRun run, PromptExample test) {
    Map<String, PromptExample> all = byId();
    List<Float> values = new ArrayList<>();
    for (int at : STEPS) {
      double bias = 0;
      for (int step = 0; step < at; step++) {
        bias *= 0.9;
        for (String id : run.getCurriculum().get(step)) {
          bias += all.get(id).getAnswer().equals(test.getAnswer()) ? -0.02 : 0.02;
        }
      }
      double start = test.getAnswer().equals(" yes") ? 2 : 1;
      values.add((float) (start * Math.exp(-at / 10.0) + bias));
    }
    return Trajectory.newBuilder()
        .setRun(run.getId())
        .setExample(test.getId())
        .setMetric("loss")
        .setSteps(STEPS)
        .setValues(values)
        .build();
  }
}
