package io.palimpsest.pipelines.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkflowParserTest {
  @TempDir Path directory;

  @Test
  void stagesComeInTopologicalOrder() throws IOException {
    Workflow workflow =
        parse(
            """
            name: w
            seed: 7
            stages:
              shuffle: {type: shuffle, from: render}
              render: {type: render, from: {from: corpus}, max-patches: 64}
              corpus: {type: corpus, input: x}
              evaluate: {type: evaluate, from: [pretrain, shuffle]}
              pretrain: {type: pretrain, from: shuffle, steps: 1}
              report: {type: report, from: [evaluate, render]}
            """);
    assertThat(workflow.stages())
        .extracting(StageSpec::name)
        .containsExactly("corpus", "render", "shuffle", "pretrain", "evaluate", "report");
    assertThat(workflow.stages().get(2).config().value().toString()).contains("seed=7");
    assertThat(workflow.stages().get(4).inputs())
        .containsEntry("checkpoint", "pretrain")
        .containsEntry("examples", "shuffle");
    assertThat(workflow.stages().get(5).inputs()).containsOnlyKeys("evaluate", "render");
  }

  @Test
  void namesThatArePathsAreRefused() {
    assertThatThrownBy(() -> parse("name: ../w\nstages: {corpus: {type: corpus, input: x}}\n"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("key 'name' is \"../w\"");
    for (String name : List.of("../up", "/etc", "a/b", "..", "a\\\\b", "a\\u001bb")) {
      assertThatThrownBy(
              () -> parse("name: w\nstages: {\"%s\": {type: corpus, input: x}}\n".formatted(name)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("stage name '");
    }
  }

  @Test
  void hostileYamlIsRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    for (String yaml :
        List.of(
            bomb.toString(),
            "name: " + "[".repeat(100_000),
            "name: " + "a".repeat(10 << 20),
            "name: w\nstages: !!javax.script.ScriptEngineManager [x]\n",
            "name: w\nstages: {a: {type: corpus, input: !!java.io.File [/etc]}}\n")) {
      assertThatThrownBy(() -> parse(yaml)).isInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  void setOverridesAKeyAndTheSeed() throws IOException {
    Workflow workflow =
        parse(
            """
            name: w
            stages:
              corpus: {type: corpus, input: x}
              render: {type: render, from: corpus}
              shuffle: {type: shuffle, from: render}
            """,
            "corpus.input=y",
            "corpus.limit=5",
            "seed=9");
    assertThat(workflow.stages().get(2).config().value().toString()).contains("seed=9");
    assertThat(workflow.stages().get(0).config().value().toString()).contains("input=y", "limit=5");
  }

  @Test
  void defaultsHoldForEveryStageOfATypeThatDoesNotSayOtherwise() throws IOException {
    String file =
        """
        name: w
        defaults: {pretrain: {model: nano, steps: 5}}
        stages:
          corpus: {type: corpus, input: x}
          render: {type: render, from: corpus}
          shuffle: {type: shuffle, from: render}
          one: {type: pretrain, from: shuffle}
          two: {type: pretrain, from: shuffle, steps: 9}
        """;
    assertThat(config(parse(file), "one")).contains("model=nano", "steps=5");
    assertThat(config(parse(file), "two")).contains("model=nano", "steps=9");
    Workflow longer = parse(file, "defaults.pretrain.steps=7");
    assertThat(config(longer, "one")).contains("steps=7");
    assertThat(config(longer, "two")).contains("steps=9");
  }

  @Test
  void includesTheStagesAndDefaultsOfAnotherFile() throws IOException {
    Files.writeString(
        directory.resolve("base.yaml"),
        """
        name: base
        seed: 3
        defaults: {render: {max-patches: 40}}
        stages:
          corpus: {type: corpus, input: x}
          render: {type: render, from: corpus}
        """);
    Workflow workflow =
        parse(
            """
            name: w
            include: base.yaml
            defaults: {shuffle: {shards: 5}}
            stages:
              shuffle: {type: shuffle, from: render}
            """,
            "corpus.input=y");
    assertThat(workflow.name()).isEqualTo("w");
    assertThat(workflow.stages())
        .extracting(StageSpec::name)
        .containsExactly("corpus", "render", "shuffle");
    assertThat(config(workflow, "corpus")).contains("input=y");
    assertThat(config(workflow, "render")).contains("maxPatches=40");
    assertThat(config(workflow, "shuffle")).contains("shards=5", "seed=3");
  }

  @Test
  void wrongIncludesAreNamedWithTheirPlace() throws IOException {
    Files.writeString(
        directory.resolve("base.yaml"), "name: b\nstages:\n  a: {type: corpus, inptu: x}\n");
    refused("name: w\ninclude: none.yaml\n", "w.yaml:2: ", "none.yaml is not there");
    refused(
        "name: w\ninclude: base.yaml\nstages:\n  a: {type: corpus, input: x}\n",
        "w.yaml:4: ",
        "stage 'a' is in the included");
    refused("name: w\ninclude: base.yaml\n", "base.yaml:3: ", "unknown key 'inptu'");
  }

  private static String config(Workflow workflow, String stage) {
    return workflow.stages().stream()
        .filter(spec -> spec.name().equals(stage))
        .map(spec -> spec.config().value().toString())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void wrongDefaultsAreNamedWithTheirLine() {
    String stages = "stages:\n  a: {type: corpus, input: x}\n";
    refused("name: w\ndefaults: {pretain: {}}\n" + stages, "w.yaml:2: ", "'pretrain'");
    refused("name: w\ndefaults: {corpus: 3}\n" + stages, "w.yaml:2: ", "expected a map of keys");
    refused(
        "name: w\ndefaults:\n  corpus: {limt: 3}\n" + stages,
        "w.yaml:3: ",
        "stage 'a'",
        "unknown key 'limt'",
        "did you mean 'limit'");
  }

  @Test
  void unknownTypesAreNamedWithLineAndNearest() {
    refused("name: w\nstages:\n  a: {type: copus}\n", "w.yaml:3: ", "'copus'", "'corpus'");
  }

  @Test
  void aStageNeedsAType() {
    refused("name: w\nstages:\n  a: {input: x}\n", "w.yaml:3: ", "has no type", "corpus, render");
  }

  @Test
  void unknownTopLevelKeysAreRefused() {
    refused("name: w\nstags: {}\n", "w.yaml:2: ", "'stags'", "did you mean 'stages'");
  }

  @Test
  void duplicateNamesAreRefused() {
    refused(
        "name: w\nstages:\n  a: {type: corpus, input: x}\n  a: {type: corpus, input: y}\n",
        "w.yaml:4: ",
        "Duplicate field 'a'");
  }

  @Test
  void missingInputsAreRefused() {
    refused("name: w\nstages:\n  r: {type: render}\n", "w.yaml:3: ", "lacks its input 'from'");
  }

  @Test
  void inputsMustBeStages() {
    refused(
        "name: w\nstages:\n  corpus: {type: corpus, input: x}\n  r: {type: render, from: copus}\n",
        "w.yaml:4: ",
        "'copus', which is no stage",
        "did you mean 'corpus'");
  }

  @Test
  void inputsMustBeOfTheRightKind() {
    refused(
        "name: w\nstages:\n  corpus: {type: corpus, input: x}\n  s: {type: shuffle, from: corpus}\n",
        "w.yaml:4: ",
        "takes patch-sequences",
        "makes documents");
  }

  @Test
  void whatACorpusMakesDependsOnItsFields() throws IOException {
    String yaml =
        "name: w\nstages:\n  c: {type: corpus, input: x, label-field: y}\n  r: {type: %s, from: c}\n";
    assertThat(parse(yaml.formatted("render")).stages()).hasSize(2);
    refused(yaml.formatted("shuffle"), "w.yaml:4: ", "takes patch-sequences", "makes examples");
  }

  @Test
  void aCommentAsValueOfSetIsAText() throws IOException {
    Workflow workflow =
        parse(
            "name: w\nstages:\n  corpus: {type: corpus, input: x}\n",
            "corpus.text-field=#4",
            "corpus.label-field=");
    assertThat(workflow.stages().get(0).config().value().toString())
        .contains("textField=#4", "labelField=,");
  }

  @Test
  void unknownPortsAreRefused() {
    refused(
        "name: w\nstages:\n  corpus: {type: corpus, input: x}\n  r: {type: render, from: {form: corpus}}\n",
        "w.yaml:4: ",
        "no input 'form'",
        "did you mean 'from'");
  }

  @Test
  void aCycleIsShown() {
    refused(
        "name: w\nstages:\n  a: {type: report, from: b}\n  b: {type: report, from: a}\n",
        "a cycle: a ← b ← a");
  }

  @Test
  void brokenYamlIsNamedWithItsLine() {
    refused("name: w\nstages:\n  a: {type: [\n", "w.yaml:");
  }

  @Test
  void aListIsNoWorkflow() {
    refused("- a\n", "w.yaml: expected a map");
  }

  @Test
  void namesMustBeFitForPaths() {
    refused("name: ../w\nstages:\n  a: {type: corpus, input: x}\n", "w.yaml:1: ", "'name'");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> WorkflowParser.parse(directory.resolve("none.yaml"), List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no workflow file")
        .hasMessageContaining("none.yaml");
  }

  @Test
  void setNeedsAStageThatExists() {
    assertThatThrownBy(() -> parse("name: w\nstages:\n  corpus: {type: corpus}\n", "copus.input=x"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--set copus.input=x: no stage 'copus'")
        .hasMessageContaining("did you mean 'corpus'");
  }

  private void refused(String yaml, String... parts) {
    var refusal = assertThatThrownBy(() -> parse(yaml)).isInstanceOf(InvalidInputException.class);
    for (String part : parts) {
      refusal.hasMessageContaining(part);
    }
  }

  private Workflow parse(String yaml, String... sets) throws IOException {
    Path file = Files.writeString(directory.resolve("w.yaml"), yaml);
    return WorkflowParser.parse(file, List.of(sets));
  }
}
