package io.palimpsest.pipelines.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineageTest {
  private static final String PARENT = "0193a1b2-0000-7000-8000-000000000001";

  @TempDir Path directory;
  private final List<String> warnings = new ArrayList<>();
  private final PipelineOptions options = PipelineOptionsFactory.create();

  @BeforeEach
  void choose() {
    options.setRunner(DirectRunner.class);
  }

  @Test
  void theEnvironmentNamesNamespaceKeyAndParent() throws Exception {
    try (Listener listener = Listener.answering(200)) {
      Map<String, String> environment =
          Map.of(
              "OPENLINEAGE_NAMESPACE", "team",
              "OPENLINEAGE_API_KEY", "key",
              "OPENLINEAGE_PARENT_ID", "composer/dag.task/" + PARENT);
      Lineage lineage = begin("http://localhost:%d/a/b".formatted(listener.port()), environment);
      lineage.succeeded();
      lineage.close();
      assertThat(listener.requests()).hasSize(2);
      assertThat(listener.requests().get(0).path()).isEqualTo("/a/b");
      assertThat(listener.requests().get(0).authorization()).isEqualTo("Bearer key");
      JsonNode event = new ObjectMapper().readTree(listener.events().get(1));
      assertThat(event.at("/job/namespace").asText()).isEqualTo("team");
      assertThat(event.at("/eventType").asText()).isEqualTo("COMPLETE");
      assertThat(event.at("/run/facets/parent/run/runId").asText()).isEqualTo(PARENT);
      assertThat(event.at("/run/facets/parent/job/name").asText()).isEqualTo("dag.task");
      for (String each : listener.events()) {
        assertThat(EventSchema.load().problems(each)).isEmpty();
      }
    }
    assertThat(warnings).isEmpty();
  }

  @Test
  void aRunThatNeverSaysThatItSucceededFailed() throws Exception {
    Path file = directory.resolve("events");
    begin("file:" + file, Map.of()).close();
    assertThat(types(file)).containsExactly("START", "FAIL");
  }

  @Test
  void aProcessThatIsToldToEndAborts() throws Exception {
    Path file = directory.resolve("events");
    Lineage lineage = begin("file:" + file, Map.of());
    lineage.abort();
    lineage.close();
    assertThat(types(file)).containsExactly("START", "ABORT");
  }

  @Test
  void aFileThatCannotBeWrittenIsSaidOnce() throws Exception {
    Path file = Files.createDirectory(directory.resolve("folder"));
    begin("file:" + file, Map.of()).close();
    assertThat(warnings)
        .containsExactly(
            "lineage: 2 of 2 events did not reach %s (FileSystemException); the run is not affected"
                .formatted(file));
  }

  private Lineage begin(String target, Map<String, String> environment) {
    return Lineage.begin(target, "w", options, environment, warnings::add);
  }

  private static List<String> types(Path file) throws Exception {
    List<String> types = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      types.add(new ObjectMapper().readTree(line).path("eventType").asText());
    }
    return types;
  }
}
