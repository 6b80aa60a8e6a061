package io.palimpsest.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palimpsest.pipelines.workflow.StageSpec;
import io.palimpsest.pipelines.workflow.WorkflowParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exported DAGs in a real Airflow, by {@code airflow dags test}. */
class AirflowIT {
  private static final Path QUICKSTART = Path.of("workflows", "quickstart.yaml");

  /** All stages of the quickstart, each as small as it goes. */
  private static final List<String> SMALL =
      List.of(
          "corpus.limit=200",
          "render.max-patches=64",
          "tokenize.max-tokens=64",
          "pretrain.model=nano",
          "pretrain.steps=4",
          "subject.steps=4",
          "prompt.train-examples=16",
          "prompt.unseen-train-examples=8",
          "prompt.test-examples=8",
          "prompt.unseen-test-examples=4",
          "dynamics.run-examples=8",
          "dynamics.fit-runs=3",
          "fit-gptfluence.updates=20");

  @TempDir static Path shared;
  private static Path launcher;

  @TempDir Path directory;
  private Path disk;

  @BeforeAll
  static void writeLauncher() throws IOException {
    launcher = JarLauncher.write(shared);
  }

  @AfterEach
  void unmount() throws Exception {
    if (disk != null) {
      // Lazily: a log file may still be open.
      exec("umount", "-l", disk.toString());
    }
  }

  @Test
  void theQuickstartPassesThrough() throws Exception {
    Airflow airflow = Airflow.at(directory.resolve("airflow"));
    Path workspace = directory.resolve("workspace");
    Path dag = export("local", QUICKSTART, workspace);
    JsonNode run = airflow.test(dag, "quickstart", Map.of("set", SMALL));
    assertThat(run.path("state").asText()).as(airflow.said()).isEqualTo("success");
    List<StageSpec<?>> stages = WorkflowParser.parse(QUICKSTART, List.of()).stages();
    assertThat(run.path("tasks")).hasSize(stages.size());
    JsonNode latest =
        new ObjectMapper().readTree(workspace.resolve("runs/quickstart/latest.json").toFile());
    assertThat(latest.path("state").asText()).isEqualTo("succeeded");
    for (StageSpec<?> stage : stages) {
      JsonNode result = run.path("tasks").path(stage.name()).path("result");
      assertThat(result.path("state").asText()).as(stage.name()).isEqualTo("executed");
      JsonNode part = latest.path("stages").path(stage.name());
      assertThat(result.path("metrics")).isEqualTo(part.path("metrics"));
      assertThat(Path.of(part.path("artifact").asText())).isDirectory();
    }
  }

  @Test
  void aParameterChangesACorpusAndTheRestIsReused() throws Exception {
    Airflow airflow = Airflow.at(directory.resolve("airflow"));
    Path dag = export("local", twoBranches(), directory.resolve("workspace"));
    assertThat(states(airflow.test(dag, "two", Map.of())))
        .containsOnlyKeys("books", "news", "render-books", "render-news")
        .allSatisfy((stage, state) -> assertThat(state).isEqualTo("success, executed"));
    Path news = Files.createDirectories(directory.resolve("it's \"new\"; $(touch x)/2026-01-31"));
    TestCorpus.write(news.resolve("news.jsonl"), 30);
    String dated = news.resolveSibling("{{ ds }}").resolve("news.jsonl").toString();
    Map<String, String> other = Map.of("corpus-news", dated);
    assertThat(states(airflow.test(dag, "two", other, "2026-01-31")))
        .containsEntry("news", "success, executed")
        .containsEntry("render-news", "success, executed")
        .containsEntry("books", "success, reused")
        .containsEntry("render-books", "success, reused");
  }

  @Test
  void aFailingStageFailsItsTaskWithItsMessageAndIsNotRetried() throws Exception {
    Airflow airflow = Airflow.at(directory.resolve("airflow"));
    Path dag = export("local", twoBranches(), directory.resolve("workspace"));
    Map<String, String> missing = Map.of("corpus-news", directory.resolve("nothing").toString());
    JsonNode run = airflow.test(dag, "two", missing);
    assertThat(run.path("state").asText()).isEqualTo("failed");
    JsonNode task = run.at("/tasks/news");
    assertThat(task.path("state").asText()).isEqualTo("failed");
    assertThat(task.path("tries").asInt()).isEqualTo(1);
    assertThat(task.at("/result/state").asText()).isEqualTo("failed");
    String error = task.at("/result/error").asText();
    assertThat(error).contains(directory.resolve("nothing").toString());
    assertThat(airflow.said()).contains("AirflowFailException: " + error.lines().findFirst().get());
    assertThat(run.at("/tasks/render-news/state").asText()).isEqualTo("upstream_failed");
  }

  @Test
  void aPassingFaultIsRetried() throws Exception {
    Airflow airflow = Airflow.at(directory.resolve("airflow"));
    disk = Files.createDirectories(directory.resolve("disk"));
    boolean mounted = exec("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()) == 0;
    assumeTrue(mounted, "needs the right to mount a small file system");
    Path corpus = incompressible(directory.resolve("many.jsonl"));
    Path workflow =
        Files.writeString(
            directory.resolve("full.yaml"),
            "name: full\nstages:\n  corpus: {type: corpus, input: \"%s\"}\n".formatted(corpus));
    // The disk grows once a try has failed.
    Path growing =
        script(
            "%s \"$@\"; code=$?; echo $code >>%s; mount -o remount,size=64m %s; exit $code"
                .formatted(launcher, directory.resolve("codes"), disk));
    Path dag = export("local", workflow, disk.resolve("workspace"), growing);
    JsonNode run = airflow.test(dag, "full", Map.of());
    assertThat(Files.readAllLines(directory.resolve("codes"))).containsExactly("75", "0");
    assertThat(run.path("state").asText()).isEqualTo("success");
    assertThat(run.at("/tasks/corpus/tries").asInt()).isEqualTo(2);
    assertThat(run.at("/tasks/corpus/result/state").asText()).isEqualTo("executed");
    assertThat(airflow.said()).contains("AirflowException: no space left for the workspace");
  }

  @Test
  void dagsOfAllTargetsHaveTheWorkflowsStagesAndEdges() throws Exception {
    Airflow airflow = Airflow.at(directory.resolve("airflow"));
    List<String> files = new ArrayList<>();
    for (String target : List.of("local", "kubernetes", "gcp")) {
      files.add(export(target, QUICKSTART, null).toString());
    }
    JsonNode loaded = airflow.script("airflow-dags.py", files.toArray(String[]::new));
    assertThat(loaded.path("errors")).as(loaded.toPrettyString()).isEmpty();
    Map<String, List<String>> declared = new TreeMap<>();
    for (StageSpec<?> stage : WorkflowParser.parse(QUICKSTART, List.of()).stages()) {
      declared.put(stage.name(), stage.inputs().values().stream().distinct().sorted().toList());
    }
    for (String file : files) {
      JsonNode tasks = loaded.path("dags").path(file);
      assertThat(new ObjectMapper().convertValue(tasks, TreeMap.class)).isEqualTo(declared);
    }
  }

  @Test
  void podsGetTheirArgumentsAndExitCodesTheirMeaning() throws Exception {
    Airflow airflow = Airflow.at(directory.resolve("airflow"));
    for (String target : List.of("kubernetes", "gcp")) {
      Path dag = export(target, QUICKSTART, null);
      String corpus = "{\"corpus\": \"gs://b/{{ ds }}/a b.txt\", \"set\": [\"render.mode=rgb\"]}";
      JsonNode pods = airflow.script("airflow-pods.py", dag.toString(), corpus);
      JsonNode render = pods.at("/pods/render/spec/containers/0");
      assertThat(texts(render.path("args")))
          .contains("run", "--stage=render", "--result=/airflow/xcom/return.json")
          .contains("--set=corpus.input=\"gs://b/2026-01-31/a b.txt\"", "--set=render.mode=rgb")
          .contains(
              target.equals("gcp")
                  ? "--runner=DataflowRunner"
                  : "--flinkMaster=palimpsest-flink-rest:8081");
      assertThat(render.path("resources").toString()).doesNotContain("nvidia");
      JsonNode pretrain = pods.at("/pods/pretrain/spec/containers/0");
      assertThat(texts(pretrain.path("args"))).last().isEqualTo("--");
      assertThat(pretrain.at("/resources/limits/nvidia.com~1gpu").asText()).isEqualTo("1");
      assertThat(pretrain.path("image").asText()).endsWith("palimpsest-trainer-cuda:0.1.0");
      assertThat(pods.at("/pods/pretrain/metadata/annotations/palimpsest~1workflow").asText())
          .isEqualTo(Files.readString(QUICKSTART));
      assertThat(pods.at("/ends/75/raised").asText()).isEqualTo("AirflowException");
      for (String code : List.of("1", "2", "137")) {
        JsonNode end = pods.path("ends").path(code);
        assertThat(end.path("raised").asText()).isEqualTo("AirflowFailException");
        assertThat(end.path("message").asText()).isEqualTo("our message");
        assertThat(end.at("/return_value/error").asText()).isEqualTo("our message");
      }
    }
  }

  private static Path incompressible(Path file) throws IOException {
    Random random = new Random(5);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 60_000; i++) {
      String text = Long.toHexString(random.nextLong());
      lines.append("{\"text\": \"").append(text).append(i).append("\"}\n");
    }
    return Files.writeString(file, lines);
  }

  private Path twoBranches() throws IOException {
    return Files.writeString(
        directory.resolve("two.yaml"),
        """
        name: two
        stages:
          books: {type: corpus, input: "%s"}
          news: {type: corpus, input: "%s"}
          render-books: {type: render, from: books, max-patches: 32}
          render-news: {type: render, from: news, max-patches: 32}
        """
            .formatted(
                TestCorpus.write(directory.resolve("books.jsonl"), 20),
                TestCorpus.write(directory.resolve("news.jsonl"), 40)));
  }

  private Path export(String target, Path workflow, Path workspace) throws IOException {
    return export(target, workflow, workspace, launcher);
  }

  private Path export(String target, Path workflow, Path workspace, Path command)
      throws IOException {
    Path dags = Files.createDirectories(directory.resolve("airflow/dags"));
    Path file = dags.resolve("exported_" + target + ".py");
    List<String> args = new ArrayList<>(List.of("export", "airflow", workflow.toString()));
    args.addAll(List.of("--target", target, "--out", file.toString()));
    args.addAll(List.of("--launcher", command.toString()));
    if (workspace != null) {
      args.addAll(List.of("--workspace", workspace.toString()));
    }
    CommandLineRunner.Result result = CommandLineRunner.run(args);
    assertThat(result.exit()).as(result.err()).isZero();
    String waits = "\"retry_delay\": timedelta(seconds=60)";
    assertThat(file).content().contains(waits);
    return Files.writeString(file, Files.readString(file).replace(waits, waits.replace("60", "1")));
  }

  private Path script(String text) throws IOException {
    Path script = Files.writeString(directory.resolve("script"), "#!/bin/sh\n" + text + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  private static Map<String, String> states(JsonNode run) {
    Map<String, String> states = new TreeMap<>();
    run.path("tasks")
        .fields()
        .forEachRemaining(
            task ->
                states.put(
                    task.getKey(),
                    task.getValue().path("state").asText()
                        + ", "
                        + task.getValue().at("/result/state").asText()));
    return states;
  }

  private static List<String> texts(JsonNode list) {
    return List.of(new ObjectMapper().convertValue(list, String[].class));
  }

  private static int exec(String... command) throws Exception {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }
}
