package io.palimpsest.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palimpsest.pipelines.lineage.EventSchema;
import io.palimpsest.pipelines.lineage.Listener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a real run tells a real listener. */
class LineageIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRET = "open-sesame";

  @TempDir static Path directory;
  private static Path corpus;
  private static Path workflow;
  private static Path workspace;
  private static JsonNode latest;
  private static List<JsonNode> events;
  private static Listener.Request request;
  private static CommandLineRunner.Result result;

  @BeforeAll
  static void runWithAListener() throws IOException {
    corpus = TestCorpus.write(directory.resolve("corpus.jsonl"), 100);
    workflow = TestCorpus.workflow(directory.resolve("small.yaml"), corpus);
    workspace = directory.resolve("workspace");
    try (Listener listener = Listener.answering(201)) {
      result =
          run(
              workspace,
              "http://me:%s@localhost:%d?token=%s".formatted(SECRET, listener.port(), SECRET));
      assertThat(result.exit()).as(result.err()).isZero();
      events = parse(listener.events());
      request = listener.requests().get(0);
    }
    latest = JSON.readTree(workspace.resolve("runs/small/latest.json").toFile());
  }

  @Test
  void eachStageStartsAndCompletesInOrder() {
    assertThat(events)
        .extracting(LineageIT::what)
        .containsExactly(
            "START small",
            "START small.corpus",
            "COMPLETE small.corpus",
            "START small.render",
            "COMPLETE small.render",
            "START small.shuffle",
            "COMPLETE small.shuffle",
            "START small.pretrain",
            "COMPLETE small.pretrain",
            "START small.evaluate",
            "COMPLETE small.evaluate",
            "START small.report",
            "COMPLETE small.report",
            "COMPLETE small");
    for (int i = 1; i < events.size() - 1; i += 2) {
      assertThat(id(events.get(i))).isEqualTo(id(events.get(i + 1)));
      assertThat(events.get(i).at("/run/facets/parent/run/runId").asText())
          .isEqualTo(id(events.get(0)));
    }
    assertThat(id(events.get(0))).isEqualTo(id(events.get(events.size() - 1)));
    assertThat(events.stream().map(LineageIT::id).distinct()).hasSize(7);
  }

  @Test
  void eachEventIsAsTheSchemasSay() throws IOException {
    EventSchema schema = EventSchema.load();
    for (JsonNode event : events) {
      assertThat(schema.problems(event.toString())).as(what(event)).isEmpty();
    }
  }

  @Test
  void theSchemasRefuseWhatIsWrong() throws IOException {
    EventSchema schema = EventSchema.load();
    String good = events.get(2).toString();
    for (String[] change :
        new String[][] {
          {"\"runId\":\"", "\"runId\":\"x"},
          {"\"stageVersion\":1", "\"stageVersion\":\"1\""},
          {"\"_producer\"", "\"_maker\""},
          {"\"rowCount\":", "\"rowCount\":-"},
          {"\"namespace\":\"file\",", ""}
        }) {
      assertThat(good).contains(change[0]);
      assertThat(schema.problems(good.replace(change[0], change[1]))).as(change[1]).isNotEmpty();
    }
  }

  @Test
  void datasetsAreTheSourcesAndTheArtifactsWithTheirFigures() {
    JsonNode made = event("COMPLETE small.corpus");
    assertThat(made.at("/inputs/0/namespace").asText()).isEqualTo("file");
    assertThat(made.at("/inputs/0/name").asText()).isEqualTo(corpus.toString());
    JsonNode output = made.at("/outputs/0");
    JsonNode stage = latest.at("/stages/corpus");
    assertThat(output.path("name").asText()).isEqualTo(stage.path("artifact").asText());
    assertThat(output.at("/outputFacets/outputStatistics/rowCount").asInt())
        .isEqualTo(stage.at("/metrics/documents").asInt());
    assertThat(output.at("/outputFacets/outputStatistics/size").asInt()).isPositive();
    assertThat(output.at("/facets/version/datasetVersion").asText())
        .isEqualTo(stage.path("fingerprint").asText());
    assertThat(output.at("/facets/schema/fields"))
        .extracting(f -> f.path("name").asText())
        .contains("id", "text");

    JsonNode evaluated = event("START small.evaluate");
    assertThat(evaluated.path("inputs"))
        .extracting(input -> input.path("name").asText())
        .containsExactly(
            latest.at("/stages/pretrain/artifact").asText(),
            latest.at("/stages/shuffle/artifact").asText());
    assertThat(evaluated.path("outputs")).isEmpty();
  }

  @Test
  void fontsAndModelsAreInTheDerivation() {
    JsonNode rendered = event("COMPLETE small.render");
    String facet = "/facets/palimpsest_derivation";
    assertThat(rendered.at("/run" + facet + "/digests")).isNotEmpty();
    assertThat(rendered.at("/outputs/0" + facet + "/digests"))
        .isEqualTo(rendered.at("/run" + facet + "/digests"));
    assertThat(rendered.at("/outputs/0" + facet + "/kind").asText()).isEqualTo("patch-sequences");
    assertThat(event("START small.evaluate").at("/run" + facet + "/inputs/checkpoint").asText())
        .isEqualTo("pretrain/" + latest.at("/stages/pretrain/fingerprint").asText());
  }

  @Test
  void secretsReachTheListenerAndNobodyElse() throws IOException {
    assertThat(request.path()).isEqualTo("/api/v1/lineage?token=" + SECRET);
    assertThat(request.authorization()).startsWith("Basic ");
    assertThat(result.out() + result.err()).doesNotContain(SECRET);
    try (Stream<Path> files = Files.walk(workspace)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(SECRET);
      }
    }
  }

  @Test
  void ofAStageThatIsReusedThereIsNoEvent() throws IOException {
    Path file = directory.resolve("events/of-mine.ndjson");
    assertThat(run(workspace, "file:" + file).exit()).isZero();
    assertThat(parse(Files.readAllLines(file)))
        .extracting(LineageIT::what)
        .containsExactly("START small", "COMPLETE small");
  }

  @Test
  void aStageThatFailsSaysWhy() throws IOException {
    Path broken = Files.writeString(directory.resolve("broken.jsonl"), "no JSON\n");
    Path file = directory.resolve("failed.ndjson");
    CommandLineRunner.Result failed =
        run(directory.resolve("failed"), "file:" + file, "--set", "corpus.input=" + broken);
    assertThat(failed.exit()).isEqualTo(ExitCode.INVALID);
    List<JsonNode> told = parse(Files.readAllLines(file));
    assertThat(told)
        .extracting(LineageIT::what)
        .containsExactly("START small", "START small.corpus", "FAIL small.corpus", "FAIL small");
    assertThat(told.get(2).at("/run/facets/errorMessage/message").asText())
        .contains("1 of 1 records");
    EventSchema schema = EventSchema.load();
    for (JsonNode event : told) {
      assertThat(schema.problems(event.toString())).isEmpty();
    }
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void aProcessThatIsToldToEndAborts() throws Exception {
    try (Listener listener = Listener.answering(200)) {
      ClientProcess client =
          ClientProcess.start(
              directory.resolve("client.log"),
              List.of(
                  "run",
                  workflow.toString(),
                  "--workspace",
                  workspace.toString(),
                  "--to",
                  "pretrain",
                  "--set",
                  "pretrain.steps=1000000",
                  "--lineage",
                  "http://localhost:" + listener.port()));
      listener.await(event -> event.contains("small.pretrain"));
      client.process().destroy();
      assertThat(client.await()).as(client.log()).isNotZero();
      List<JsonNode> told = parse(listener.events());
      assertThat(told)
          .extracting(LineageIT::what)
          .containsExactly(
              "START small", "START small.pretrain", "ABORT small.pretrain", "ABORT small");
      for (JsonNode event : told) {
        assertThat(EventSchema.load().problems(event.toString())).isEmpty();
      }
    }
  }

  @Test
  void aListenerThatIsNotThereCostsTheRunALineOfWarning() throws IOException {
    int port;
    try (Listener gone = Listener.answering(200)) {
      port = gone.port();
    }
    assertWarns("http://me:%s@localhost:%d/x".formatted(SECRET, port), "2 of 2 events", port);
  }

  @Test
  void aListenerThatRefusesCostsTheRunALineOfWarning() throws IOException {
    try (Listener refusing = Listener.answering(500)) {
      String warning =
          assertWarns(
              "http://localhost:%d/x".formatted(refusing.port()), "2 of 2", refusing.port());
      assertThat(warning).contains("HTTP 500");
    }
  }

  @Test
  void aListenerThatNeverAnswersCostsTheRunSecondsAtItsEnd() throws IOException {
    try (Listener silent = Listener.silent()) {
      long began = System.nanoTime();
      assertWarns("http://localhost:%d/x".formatted(silent.port()), "2 of 2", silent.port());
      assertThat((System.nanoTime() - began) / 1e9).isLessThan(60);
    }
  }

  @Test
  void whatIsNoTargetIsRefusedWithoutRepeatingIt() {
    CommandLineRunner.Result refused = run(workspace, "ftp://me:%s@host".formatted(SECRET));
    assertThat(refused.exit()).isEqualTo(ExitCode.INVALID);
    assertThat(refused.err()).contains("--lineage takes file:PATH").doesNotContain(SECRET);
  }

  private static String assertWarns(String target, String count, int port) {
    CommandLineRunner.Result told = run(workspace, target);
    assertThat(told.exit()).as(told.err()).isZero();
    List<String> warnings =
        told.err().lines().filter(line -> line.startsWith("warning: lineage: ")).toList();
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0)).contains(count, "http://localhost:" + port).doesNotContain(SECRET);
    return warnings.get(0);
  }

  private static CommandLineRunner.Result run(Path workspace, String target, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "run",
                workflow.toString(),
                "--workspace",
                workspace.toString(),
                "--lineage",
                target));
    args.addAll(List.of(more));
    return CommandLineRunner.run(args);
  }

  private static List<JsonNode> parse(List<String> lines) throws IOException {
    List<JsonNode> parsed = new ArrayList<>();
    for (String line : lines) {
      parsed.add(JSON.readTree(line));
    }
    return parsed;
  }

  private static JsonNode event(String what) {
    return events.stream().filter(event -> what(event).equals(what)).findFirst().orElseThrow();
  }

  private static String what(JsonNode event) {
    return event.path("eventType").asText() + " " + event.at("/job/name").asText();
  }

  private static String id(JsonNode event) {
    return event.at("/run/runId").asText();
  }
}
