package io.palimpsest.pipelines.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
  @TempDir Path directory;

  @Test
  void holdsTheStagesPartOfLatestJson() throws IOException {
    ResultFile file = new ResultFile(path(), "render");
    file.put("corpus", result(StageResult.State.REUSED, ""));
    file.put("render", result(StageResult.State.EXECUTED, ""));
    assertThat(read().path("state").asText()).isEqualTo("executed");
    assertThat(read().at("/metrics/documents").asInt()).isEqualTo(3);
  }

  @Test
  void aFailedStageKeepsItsMessageAndAnyOtherFailureIsTheStagesToo() throws IOException {
    ResultFile file = new ResultFile(path(), "render");
    file.put("render", result(StageResult.State.FAILED, "too many glyphs"));
    file.fail(new InvalidInputException("too many glyphs"));
    assertThat(read().path("type").asText()).isEqualTo("render");
    assertThat(read().path("error").asText()).isEqualTo("too many glyphs");

    new ResultFile(path(), "render").fail(new InvalidInputException("no workflow file x.yaml"));
    assertThat(read().path("state").asText()).isEqualTo("failed");
    assertThat(read().path("error").asText()).isEqualTo("no workflow file x.yaml");
  }

  @Test
  void aFileThatCannotBeWrittenDoesNotHideTheFailure() {
    InvalidInputException failure = new InvalidInputException("why");
    new ResultFile(directory.resolve("not/there"), "render").fail(failure);
    assertThat(failure.getSuppressed()).hasSize(1);
  }

  private Path path() {
    return directory.resolve("result.json");
  }

  private JsonNode read() throws IOException {
    return new ObjectMapper().readTree(path().toFile());
  }

  private static StageResult result(StageResult.State state, String error) {
    return new StageResult(
        "render", state, "f", "a", 1.5, new TreeMap<>(Map.of("documents", 3.0)), error, "");
  }
}
