package io.palimpsest.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palimpsest.pipelines.run.RunRequest;
import io.palimpsest.pipelines.run.WorkflowRunner;
import io.palimpsest.pipelines.run.Workspace;
import io.palimpsest.pipelines.workflow.WorkflowParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stages one by one, as orchestrators run them. */
class OneStageIT {
  @TempDir Path directory;
  private Path workflow;
  private Path result;

  @BeforeEach
  void writeWorkflow() throws IOException {
    result = directory.resolve("result.json");
    workflow =
        Files.writeString(
            directory.resolve("two.yaml"),
            """
            name: two
            stages:
              books: {type: corpus, input: "%s"}
              news: {type: corpus, input: "%s"}
              render: {type: render, from: books}
            """
                .formatted(
                    TestCorpus.write(directory.resolve("books.jsonl"), 10),
                    TestCorpus.write(directory.resolve("news.jsonl"), 20)));
  }

  @Test
  void theResultIsTheStagesPartOfLatestJson() throws IOException {
    Path sets = Files.writeString(directory.resolve("sets"), "books.limit=5\n\n");
    CommandLineRunner.Result run = run("books", "--set-file", sets.toString());
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(json(result)).isEqualTo(latest().at("/stages/books"));
    assertThat(json(result).at("/metrics/documents").asInt()).isEqualTo(5);
    assertThat(latest().at("/stages/news/state").asText()).isEqualTo("skipped");
    run("books", "--set-file", sets.toString());
    assertThat(json(result).path("state").asText()).isEqualTo("reused");
  }

  @Test
  void theResultOfAFailureHasItsMessage() throws IOException {
    CommandLineRunner.Result run = run("news", "--set=news.input=" + directory.resolve("no"));
    assertThat(run.exit()).isEqualTo(2);
    assertThat(json(result).path("state").asText()).isEqualTo("failed");
    assertThat(run.err()).contains("error: " + json(result).path("error").asText());
    assertThat(run("render", "--set=render.colour=red").exit()).isEqualTo(2);
    assertThat(json(result).path("error").asText()).contains("unknown key 'colour'");
  }

  @Test
  void aResultIsOfOneStage() {
    CommandLineRunner.Result run =
        CommandLineRunner.run("run", workflow.toString(), "--result", result.toString());
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("--result is for one stage").contains("--stage");
  }

  @Test
  void whatAnotherProcessMadeMeanwhileIsInLatestJson() throws IOException {
    PipelineOptions options = PipelineOptionsFactory.fromArgs("--runner=DirectRunner").create();
    Workspace space = Workspace.open(workspace(), options);
    new WorkflowRunner(space, options, (name, done) -> run("news"))
        .run(
            WorkflowParser.parse(workflow, List.of()),
            new RunRequest(List.of("books"), Optional.empty(), Optional.empty(), List.of()));
    assertThat(latest().at("/stages/books/state").asText()).isEqualTo("executed");
    assertThat(latest().at("/stages/news/state").asText()).isEqualTo("reused");
    assertThat(latest().at("/stages/news/metrics/documents").asInt()).isPositive();
    assertThat(latest().at("/stages/render/state").asText()).isEqualTo("skipped");
  }

  private CommandLineRunner.Result run(String stage, String... more) {
    List<String> args = new ArrayList<>(List.of("run", workflow.toString(), "--stage", stage));
    args.addAll(List.of("--workspace", workspace(), "--result", result.toString()));
    args.addAll(List.of(more));
    return CommandLineRunner.run(args);
  }

  private String workspace() {
    return directory.resolve("workspace").toString();
  }

  private JsonNode latest() throws IOException {
    return json(directory.resolve("workspace/runs/two/latest.json"));
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }
}
