package io.palimpsest.pipelines.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exported files against those that were read through once and kept. */
class ExportTest {
  @TempDir Path directory;

  @Test
  void aDagOfProcesses() throws IOException {
    ExportRequest request =
        SampleExport.of(
            directory,
            SampleExport.YAML,
            Optional.of("/projects/workspace"),
            List.of("import.max-patches=64"),
            Optional.of(new Schedule("@daily", LocalDate.of(2026, 1, 31))));
    assertAsKept("sample-local.py", airflow(AirflowTarget.LOCAL).export(request));
  }

  @Test
  void aDagOfPodsAndFlink() throws IOException {
    assertAsKept(
        "sample-kubernetes.py",
        airflow(AirflowTarget.KUBERNETES).export(SampleExport.request(directory)));
  }

  @Test
  void aDagOfPodsAndDataflow() throws IOException {
    assertAsKept(
        "sample-gcp.py", airflow(AirflowTarget.GCP).export(SampleExport.request(directory)));
  }

  @Test
  void aTemplateOfArgo() throws IOException {
    assertAsKept("sample-argo.yaml", argo().export(SampleExport.request(directory)));
  }

  @Test
  void argoGetsTheWorkflowsTextAsItIs() throws IOException {
    JsonNode manifest = new YAMLMapper().readTree(argo().export(SampleExport.request(directory)));
    JsonNode parameters = manifest.at("/spec/arguments/parameters");
    assertThat(parameters.findValuesAsText("name")).last().isEqualTo("workflow");
    assertThat(parameters.path(parameters.size() - 1).path("value").asText())
        .isEqualTo(SampleExport.YAML);
  }

  @Test
  void eachOfSeveralCorporaHasItsParameter() {
    String yaml =
        """
        name: two
        stages:
          books: {type: corpus, input: "b"}
          news: {type: corpus, input: "n"}
        """;
    ExportRequest request =
        SampleExport.of(directory, yaml, Optional.of("/w"), List.of(), Optional.empty());
    assertThat(airflow(AirflowTarget.LOCAL).export(request))
        .contains("CORPORA = {\"corpus-books\": \"books.input\", \"corpus-news\": \"news.input\"}");
  }

  @Test
  void overridesAreTheRunsFirstOnes() {
    List<String> sets = List.of("corpus.limit=5", "import.max-patches=64");
    ExportRequest request =
        SampleExport.of(directory, SampleExport.YAML, Optional.empty(), sets, Optional.empty());
    assertThat(airflow(AirflowTarget.GCP).export(request))
        .contains("[\"corpus.limit=5\",\"import.max-patches=64\"]");
    assertThat(argo().export(request)).contains("corpus.limit=5\\nimport.max-patches=64");
  }

  @Test
  void podsCannotUseADirectoryOfThisMachine() {
    ExportRequest request =
        SampleExport.of(
            directory, SampleExport.YAML, Optional.of("/tmp/w"), List.of(), Optional.empty());
    for (Exporter exporter :
        List.of(airflow(AirflowTarget.KUBERNETES), airflow(AirflowTarget.GCP), argo())) {
      assertThatThrownBy(() -> exporter.export(request))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("/tmp/w")
          .hasMessageContaining("--workspace gs://");
    }
  }

  @Test
  void argoHasNoSchedule() {
    ExportRequest request =
        SampleExport.of(
            directory,
            SampleExport.YAML,
            Optional.empty(),
            List.of(),
            Optional.of(new Schedule("@daily", LocalDate.EPOCH)));
    assertThatThrownBy(() -> argo().export(request))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("CronWorkflow");
  }

  private static AirflowExporter airflow(AirflowTarget target) {
    return new AirflowExporter(target, Deployment.declared());
  }

  private static ArgoExporter argo() {
    return new ArgoExporter(Deployment.declared());
  }

  /** What is meant to be different is copied from {@code target} to where the others are. */
  private static void assertAsKept(String name, String text) throws IOException {
    Path exported = Files.createDirectories(Path.of("target", "exported")).resolve(name);
    Files.writeString(exported, text);
    try (InputStream kept = ExportTest.class.getResourceAsStream(name)) {
      assertThat(kept).as("no kept %s: read %s and copy it", name, exported).isNotNull();
      assertThat(text)
          .as("what was exported is in %s", exported)
          .isEqualTo(new String(kept.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
