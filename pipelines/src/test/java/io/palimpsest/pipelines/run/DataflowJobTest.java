package io.palimpsest.pipelines.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.palimpsest.pipelines.stage.Place;
import io.palimpsest.pipelines.stage.StageRun;
import io.palimpsest.pipelines.stage.StageType;
import io.palimpsest.pipelines.stage.StageTypes;
import io.palimpsest.pipelines.workflow.PlannedStage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.beam.runners.dataflow.options.DataflowPipelineOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every stage as a job for Dataflow, built without a network and not sent. */
class DataflowJobTest {
  private static final String GPU = "type:nvidia-tesla-t4;count:2;install-nvidia-driver";
  private static final Set<String> MANY_PARTS =
      Set.of("corpus", "render", "tokenize", "shuffle", "dynamics");

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("types")
  void everyStageIsAJob(StageType<?> type) throws IOException {
    JobGraph graph = graph(type);
    assertThat(graph.job().get("name").asText())
        .matches("my-flow-my-" + type.name() + "-[0-9a-f]{8}");
    assertThat(graph.steps()).contains("Stage", "WriteOutcome/Group");
    assertThat(graph.accelerators().values()).containsOnly("");
    assertThat(graph.memory().values()).containsOnly("");
  }

  @ParameterizedTest
  @MethodSource("types")
  void acceleratorStagesAloneAskForAGpu(StageType<?> type) throws IOException {
    JobGraph graph =
        graph(type, "--accelerator=nvidia-tesla-t4", "--acceleratorCount=2", "--trainerRam=16GiB");
    boolean trains = type.place() == Place.ACCELERATOR;
    graph
        .accelerators()
        .forEach(
            (step, gpu) ->
                assertThat(gpu).as(step).isEqualTo(trains && step.startsWith("Stage/") ? GPU : ""));
    graph
        .memory()
        .forEach(
            (step, ram) ->
                assertThat(ram)
                    .as(step)
                    .isEqualTo(
                        trains && step.startsWith("Stage/") ? Long.toString(16L << 30) : ""));
    assertThat(graph.accelerators().keySet()).anyMatch(step -> step.startsWith("Stage/"));
  }

  @ParameterizedTest
  @MethodSource("types")
  void partsReachSeveralWorkers(StageType<?> type) throws IOException {
    boolean spread = graph(type).steps().stream().anyMatch(step -> step.endsWith("/Spread"));
    assertThat(spread).isEqualTo(MANY_PARTS.contains(type.name()));
  }

  @Test
  void optionsReachTheService() throws IOException {
    JobGraph graph =
        graph(
            StageTypes.all().get("render"),
            "--sdkContainerImage=europe-docker.pkg.dev/p/r/palimpsest-dataflow:1",
            "--workerZone=europe-west4-a",
            "--maxNumWorkers=3",
            "--experiments=shuffle_mode=service");
    var environment = graph.job().get("environment");
    assertThat(environment.get("experiments").toString())
        .contains("use_runner_v2", "shuffle_mode=service");
    assertThat(environment.get("workerZone").asText()).isEqualTo("europe-west4-a");
    var pool = environment.get("workerPools").get(0);
    assertThat(pool.get("sdkHarnessContainerImages").get(0).get("containerImage").asText())
        .isEqualTo("europe-docker.pkg.dev/p/r/palimpsest-dataflow:1");
    assertThat(pool.get("autoscalingSettings").get("maxNumWorkers").asInt()).isEqualTo(3);
    var options = environment.get("sdkPipelineOptions").get("options");
    assertThat(options.get("tempLocation").asText()).isEqualTo("gs://bucket/folder/dataflow");
    assertThat(options.get("project").asText()).isEqualTo("my-project");
    assertThat(options.get("region").asText()).isEqualTo("europe-west4");
  }

  @Test
  void oneTrainerIsOnAWorkerUnlessTheUserSaysMore() throws IOException {
    assertThat(threads("pretrain")).isEqualTo(1);
    assertThat(threads("render")).isZero();
    assertThat(threads("pretrain", "--numberOfWorkerHarnessThreads=3")).isEqualTo(3);
  }

  private int threads(String type, String... given) throws IOException {
    return graph(StageTypes.all().get(type), given)
        .job()
        .at("/environment/sdkPipelineOptions/options/numberOfWorkerHarnessThreads")
        .asInt();
  }

  private <C extends Record> JobGraph graph(StageType<C> type, String... given) throws IOException {
    List<String> all = new ArrayList<>(List.of("--project=my-project", "--region=europe-west4"));
    all.addAll(Arrays.asList(given));
    DataflowPipelineOptions options = JobGraph.options(directory, all.toArray(String[]::new));
    Workspace workspace = Workspace.open("gs://bucket/folder", options);
    StageSamples samples = new StageSamples(directory, workspace.path());
    PlannedStage<C> stage = samples.planned(type);
    StageRun<C> run = samples.run(stage);
    Dataflow.configure(options, workspace).orElseThrow().configure("My_Flow", stage);
    return JobGraph.of(stage, run, samples.store(), options);
  }

  static Iterable<StageType<?>> types() {
    return StageTypes.all().values();
  }
}
