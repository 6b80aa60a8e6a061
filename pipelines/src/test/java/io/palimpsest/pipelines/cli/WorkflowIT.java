package io.palimpsest.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole workflow by the command line, on embedded Flink. */
class WorkflowIT {
  @TempDir static Path shared;
  private static Path workflow;
  private static Path finished;
  private static SortedMap<String, String> expected;

  @TempDir Path directory;

  @BeforeAll
  static void runOnce() throws IOException {
    Path corpus = TestCorpus.write(shared.resolve("corpus.jsonl"), 400);
    workflow = TestCorpus.workflow(shared.resolve("small.yaml"), corpus);
    finished = shared.resolve("workspace");
    run(finished, List.of(), List.of("--parallelism=1"));
    expected = Snapshot.of(finished);
  }

  @Test
  void everyStageLeavesItsFigures() throws IOException {
    JsonNode latest = latest(finished);
    assertThat(latest.path("workflow").asText()).isEqualTo("small");
    assertThat(latest.path("state").asText()).isEqualTo("succeeded");
    JsonNode stages = latest.path("stages");
    assertThat(stages.at("/corpus/metrics/documents").asInt()).isEqualTo(360);
    assertThat(stages.at("/corpus/metrics/duplicates").asInt()).isEqualTo(40);
    assertThat(stages.at("/corpus/metrics/rejected").asInt()).isZero();
    assertThat(stages.at("/render/metrics/documents").asInt()).isEqualTo(360);
    assertThat(stages.at("/render/metrics/missing_glyphs").asInt()).isZero();
    assertThat(stages.at("/shuffle/metrics/records").asInt())
        .isEqualTo(stages.at("/render/metrics/sequences").asInt())
        .isGreaterThan(360);
    assertThat(stages.at("/pretrain/metrics/steps").asInt()).isEqualTo(8);
    assertThat(stages.at("/evaluate/metrics/patch_loss").asDouble()).isPositive();
    assertThat(stages.at("/report/artifact").asText()).startsWith(finished.toString());
  }

  @Test
  void shardsOfTheTrainingSplitAreEqualInSize() throws IOException {
    JsonNode latest = latest(finished);
    Path manifest = Path.of(latest.at("/stages/shuffle/artifact").asText(), "manifest.json");
    List<Long> records = new ArrayList<>();
    for (JsonNode shard : new ObjectMapper().readTree(manifest.toFile()).path("shards")) {
      if (shard.path("split").asText().equals("train")) {
        records.add(shard.path("records").asLong());
      }
    }
    assertThat(records).hasSize(3);
    long least = records.stream().min(Long::compare).orElseThrow();
    assertThat(records).allMatch(count -> count - least <= 1);
  }

  @Test
  void parallelismAndRunnerDoNotChangeAByte() throws IOException {
    List<List<String>> ways =
        List.of(
            List.of("--parallelism=4"), List.of("--runner=DirectRunner", "--targetParallelism=3"));
    for (List<String> way : ways) {
      Path workspace = directory.resolve("w" + ways.indexOf(way));
      run(workspace, List.of(), way);
      assertThat(Snapshot.of(workspace)).as(way.toString()).isEqualTo(expected);
    }
  }

  @Test
  void aSecondRunReusesEveryStageWhateverTheParallelism() throws IOException {
    run(finished, List.of(), List.of("--parallelism=2"));
    assertThat(states(finished))
        .allSatisfy((stage, state) -> assertThat(state).isEqualTo("reused"));
  }

  @Test
  void nothingIsLeftBehind() throws IOException {
    assertThat(finished.resolve("attempts")).doesNotExist();
    assertThat(finished.resolve("locks")).doesNotExist();
    assertThat(filesBelow(finished.resolve("states"))).isEmpty();
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("palimpsest-" + ProcessHandle.current().pid()))
          .noneMatch(name -> name.startsWith("flink-io-"));
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("palimpsest-console"));
  }

  @Test
  void anotherFontSizeRerunsRenderingAndWhatFollows() throws IOException {
    CommandLineRunner.Result plan =
        CommandLineRunner.run(
            "plan",
            workflow.toString(),
            "--workspace",
            finished.toString(),
            "--set",
            "render.point-size=7");
    assertThat(plan.exit()).isZero();
    assertThat(plan.out().lines())
        .anyMatch(line -> line.matches("corpus +reuse .*"))
        .anyMatch(line -> line.matches("render +run .*point-size 8.0 → 7.0"))
        .anyMatch(line -> line.matches("shuffle +run .*input 'render' changes"))
        .anyMatch(line -> line.matches("evaluate +run .*input 'pretrain' changes.*"));
  }

  @Test
  void anotherCorpusRerunsAllAndACopyElsewhereNothing() throws IOException {
    Path copy = Files.createDirectories(directory.resolve("copy")).resolve("corpus.jsonl");
    Files.copy(shared.resolve("corpus.jsonl"), copy);
    assertThat(planned("corpus.input=" + copy)).isEmpty();
    Files.writeString(copy, "{\"text\": \"one more\"}\n", java.nio.file.StandardOpenOption.APPEND);
    assertThat(planned("corpus.input=" + copy))
        .containsExactly("corpus", "render", "shuffle", "pretrain", "evaluate", "report");
  }

  @Test
  void aFlippedByteIsFoundAndNotBuiltOn() throws IOException {
    Path workspace = directory.resolve("flipped");
    run(workspace, List.of("--to", "render"), List.of());
    Path shard;
    try (Stream<Path> files = Files.walk(workspace.resolve("artifacts/render"))) {
      shard = files.filter(file -> file.toString().endsWith(".avro")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(shard);
    bytes[bytes.length / 2] ^= 1;
    Files.write(shard, bytes);

    CommandLineRunner.Result verify =
        CommandLineRunner.run("verify", workflow.toString(), "--workspace", workspace.toString());
    assertThat(verify.exit()).isEqualTo(2);
    assertThat(verify.err()).contains(shard.toString()).contains("damaged");

    CommandLineRunner.Result run =
        CommandLineRunner.run(
            "run", workflow.toString(), "--workspace", workspace.toString(), "--to", "shuffle");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains(shard.toString()).contains("damaged").contains("--force render");
    assertThat(workspace.resolve("artifacts/shuffle")).doesNotExist();

    run(workspace, List.of("--to", "shuffle", "--force", "render"), List.of());
    assertThat(expected).containsAllEntriesOf(Snapshot.of(workspace));
  }

  @Test
  void oneStageAloneNeedsItsInputs() {
    CommandLineRunner.Result run =
        CommandLineRunner.run(
            "run",
            workflow.toString(),
            "--workspace",
            directory.resolve("alone").toString(),
            "--stage",
            "shuffle");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("stage 'shuffle' needs the artifact of stage 'render'");
  }

  @Test
  void showDrawsPatches() throws IOException {
    Path png = directory.resolve("patches.png");
    CommandLineRunner.Result show =
        CommandLineRunner.run(
            "show", "shuffle", "--workspace", finished.toString(), "--png", png.toString());
    assertThat(show.exit()).isZero();
    assertThat(show.out()).contains("shuffled-sequences").contains("\"document_id\"");
    assertThat(Files.readAllBytes(png)).startsWith(0x89, 'P', 'N', 'G');
  }

  private static List<String> planned(String set) throws IOException {
    CommandLineRunner.Result plan =
        CommandLineRunner.run(
            "plan",
            workflow.toString(),
            "--json",
            "--workspace",
            finished.toString(),
            "--set",
            set);
    assertThat(plan.exit()).as(plan.err()).isZero();
    List<String> names = new ArrayList<>();
    for (JsonNode stage : new ObjectMapper().readTree(plan.out()).path("stages")) {
      if (stage.path("action").asText().equals("run")) {
        names.add(stage.path("name").asText());
      }
    }
    return names;
  }

  private static void run(Path workspace, List<String> options, List<String> beam) {
    List<String> args =
        new ArrayList<>(List.of("run", workflow.toString(), "--workspace", workspace.toString()));
    args.addAll(options);
    args.add("--");
    args.addAll(beam);
    CommandLineRunner.Result result = CommandLineRunner.run(args);
    assertThat(result.exit()).as(result.err()).isZero();
  }

  private static Map<String, String> states(Path workspace) throws IOException {
    Map<String, String> states = new java.util.TreeMap<>();
    latest(workspace)
        .path("stages")
        .fields()
        .forEachRemaining(
            stage -> states.put(stage.getKey(), stage.getValue().path("state").asText()));
    return states;
  }

  private static JsonNode latest(Path workspace) throws IOException {
    return new ObjectMapper().readTree(workspace.resolve("runs/small/latest.json").toFile());
  }

  private static List<Path> filesBelow(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }
}
