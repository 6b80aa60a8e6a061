package io.palimpsest.pipelines.report;

import io.palimpsest.model.comparison.MeanInfluence;
import io.palimpsest.model.comparison.MislabelDetection;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.Influence;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.Trajectory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A made-up study of influence with every part. */
final class SampleInfluence {
  static final int TRAIN = 60;
  static final int TESTS = 50;
  private static final int STEPS = 96;
  private static final List<String> METHODS =
      List.of("gptfluence", "simfluence", "tracin_cp", "tracin_cp_fit", "grad_dot", "palimpsest");
  private static final List<String> TEXTS =
      List.of(
          "a gorgeous, witty, seductive movie",
          "the plot is nothing but boilerplate clichés",
          "it 's slow -- very , very slow .",
          "an utterly compelling 'who wrote it'",
          "so much facile technique, such cute ideas, so little movie");

  private SampleInfluence() {}

  static InfluenceStudy study() {
    Map<String, PromptExample> examples = examples();
    Set<String> flipped =
        examples.values().stream()
            .filter(PromptExample::getFlipped)
            .map(PromptExample::getId)
            .collect(Collectors.toSet());
    MeanInfluence means = new MeanInfluence();
    Map<String, InfluenceGrid> grids = new TreeMap<>();
    for (Influence each : influences(flipped)) {
      means.add(each);
      grids.computeIfAbsent(each.getMethod(), m -> new InfluenceGrid(run -> 0)).add(each);
    }
    return new InfluenceStudy(
        figures(),
        examples,
        IntStream.range(0, TESTS).mapToObj(i -> trajectory("", i)).toList(),
        forecasts(),
        means,
        grids,
        new MislabelDetection("loss", flipped).curves(means));
  }

  static Map<String, Double> figures() {
    Map<String, Double> figures = new HashMap<>();
    List<String> methods = new ArrayList<>(METHODS);
    methods.addAll(List.of("constant", "mean_trajectory"));
    Random random = new Random(3);
    for (String method : methods) {
      for (String subset : List.of("seen", "unseen_train", "unseen_test")) {
        String name = method + "." + subset;
        double error = method.equals("gptfluence") ? 0.011 : 0.02 + random.nextDouble();
        figures.put(name + ".all_steps_mse", error);
        figures.put(name + ".all_steps_mse.std", error * 1.4);
        figures.put(name + ".all_steps_mae", Math.sqrt(error));
        figures.put(name + ".all_steps_mae.std", Math.sqrt(error) * 0.8);
        if (!method.equals("simfluence") || subset.equals("seen")) {
          figures.put(name + ".final_step_spearman", 0.95 - error / 2);
          figures.put(name + ".final_step_spearman.std", 0.021);
        }
      }
    }
    figures.put("constant.seen.all_steps_mse", 0.1783);
    figures.put("grad_dot.unseen_test.all_steps_mse", Double.MAX_VALUE);
    figures.put("gptfluence.seconds_per_trajectory", 0.0031);
    figures.put("simfluence.seconds_per_trajectory", 0.0004);
    figures.put("tracin_cp.seconds_per_trajectory", 42.0);
    figures.put("tracin_cp.operations_per_trajectory", 3.2e13);
    figures.put("grad_dot.seconds_per_trajectory", 1.9);
    return figures;
  }

  private static Map<String, PromptExample> examples() {
    Map<String, PromptExample> examples = new TreeMap<>();
    for (int i = 0; i < TRAIN; i++) {
      PromptExample example = example("train.tsv", i, ExampleRole.TRAIN, i % 5 < 2);
      examples.put(example.getId(), example);
    }
    for (int i = 0; i < TESTS; i++) {
      ExampleRole role = i % 7 == 0 ? ExampleRole.TEST_UNSEEN : ExampleRole.TEST;
      PromptExample example = example("dev.tsv", i, role, false);
      examples.put(example.getId(), example);
    }
    return examples;
  }

  private static PromptExample example(String file, int i, ExampleRole role, boolean flipped) {
    return PromptExample.newBuilder()
        .setId("sst-2/" + file + "@" + i)
        .setTask("sst-2")
        .setRole(role)
        .setPrompt("Review: " + TEXTS.get(i % TEXTS.size()) + " (" + i + ")\nSentiment:")
        .setAnswer(i % 2 == 0 ? " positive" : " negative")
        .setFlipped(flipped)
        .build();
  }

  static List<Influence> influences(Set<String> flipped) {
    List<Influence> influences = new ArrayList<>();
    for (String method : List.of("gptfluence", "tracin_cp", "bm25")) {
      Random random = new Random(method.hashCode());
      double sight = method.equals("bm25") ? 0 : method.equals("gptfluence") ? 0.05 : 0.01;
      for (int i = 0; i < TRAIN; i++) {
        String train = "sst-2/train.tsv@" + i;
        double own = 0.02 * random.nextGaussian() + (flipped.contains(train) ? -sight : sight / 3);
        for (int k = 0; k < TESTS; k++) {
          influences.add(
              influence(method, train, k, own * (1 + k % 5) / 2 + 0.02 * random.nextGaussian()));
        }
      }
    }
    return influences;
  }

  static Influence influence(String method, String train, int test, double value) {
    return Influence.newBuilder()
        .setMethod(method)
        .setRun("run-0030")
        .setMetric("loss")
        .setTrainExample(train)
        .setTestExample("sst-2/dev.tsv@" + test)
        .setValue(value)
        .build();
  }

  private static List<Trajectory> forecasts() {
    List<Trajectory> forecasts = new ArrayList<>();
    List<String> methods = new ArrayList<>(METHODS);
    methods.addAll(List.of("constant", "mean_trajectory"));
    for (String method : methods) {
      IntStream.range(0, TESTS).forEach(i -> forecasts.add(trajectory(method, i)));
    }
    return forecasts;
  }

  static Trajectory trajectory(String method, int test) {
    Random random = new Random(test);
    double start = 0.9 + 0.5 * random.nextDouble();
    double fall = 0.8 * random.nextDouble();
    double wrong = 0.5 * new Random(method.hashCode() + test).nextGaussian();
    List<Float> values = new ArrayList<>();
    for (int step = 0; step <= STEPS; step++) {
      double done = 1 - Math.exp(-step / 25.0);
      double value = start - fall * done;
      values.add((float) (value + error(method, wrong, done, step) - noise(method, step, test)));
    }
    return Trajectory.newBuilder()
        .setRun("run-0030")
        .setExample("sst-2/dev.tsv@" + test)
        .setMetric("loss")
        .setMethod(method)
        .setSteps(IntStream.rangeClosed(0, STEPS).boxed().toList())
        .setValues(values)
        .build();
  }

  private static double error(String method, double wrong, double done, int step) {
    return switch (method) {
      case "" -> 0;
      case "gptfluence" -> 0.2 * wrong * done;
      case "grad_dot" -> step * step * 1e-3;
      case "constant" -> 0.4 * done;
      default -> wrong * done;
    };
  }

  private static double noise(String method, int step, int test) {
    return method.isEmpty() && step > 0 ? 0.1 * Math.sin(step / 3.0 + test) : 0;
  }
}
