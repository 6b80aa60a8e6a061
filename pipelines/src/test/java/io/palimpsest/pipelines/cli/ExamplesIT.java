package io.palimpsest.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.record.LabeledExample;
import io.palimpsest.schemas.record.PatchSequence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pairs of sentences with labels, from a table to shuffled shards. */
class ExamplesIT {
  private static final int PIXELS = 16 * 16;
  private static final String HEADER = "index\tsentence1\tsentence2\tlabel\n";
  private static final String LONG =
      "A sentence that fills more patches than the other. ".repeat(9);

  @TempDir static Path shared;
  private static Path workspace;

  @TempDir Path directory;

  @BeforeAll
  static void runOnce() throws IOException {
    Path table =
        Files.writeString(
            shared.resolve("pairs.tsv"),
            HEADER
                + "0\tHe said \"no.\tHe  did not\u00A0agree.\tentailment\n"
                + "1\tШкола зачинена.\tThe school is open.\tnot_entailment\n"
                + "2\tHe said \"no.\tHe did not agree.\tentailment\n"
                + "3\tHe said \"no.\tHe did not agree.\tnot_entailment\n"
                + "4\ttoo few\n"
                + "5\t \tNo first sentence.\tentailment\n"
                + "6\t"
                + LONG
                + "\tShort.\tentailment\n");
    workspace = shared.resolve("workspace");
    CommandLineRunner.Result run = run(workflow(shared, table), workspace);
    assertThat(run.exit()).as(run.err()).isZero();
  }

  @Test
  void theTableBecomesUniqueExamples() throws IOException {
    Map<String, LabeledExample> examples =
        records("corpus", LabeledExample.class).stream()
            .collect(Collectors.toMap(LabeledExample::getId, example -> example));
    assertThat(examples).hasSize(4);
    assertThat(examples.get("pairs.tsv@" + HEADER.length()))
        .isEqualTo(
            new LabeledExample(
                "pairs.tsv@" + HEADER.length(),
                "He said \"no.",
                "He did not agree.",
                "entailment"));
    JsonNode metrics = latest().at("/stages/corpus/metrics");
    assertThat(metrics.path("documents").asInt()).isEqualTo(4);
    assertThat(metrics.path("duplicates").asInt()).isEqualTo(1);
    assertThat(metrics.path("rejected").asInt()).isEqualTo(2);
    assertThat(manifest("corpus").path("kind").asText()).isEqualTo("examples");
    assertThat(manifest("corpus").path("schemas").has("LabeledExample")).isTrue();
  }

  @Test
  void sequencesBearLabelAndSegmentsWithABlackPatchBehindEach() throws IOException {
    List<PatchSequence> sequences = records("shuffle", PatchSequence.class);
    assertThat(sequences)
        .extracting(PatchSequence::getLabel)
        .containsExactlyInAnyOrder("entailment", "not_entailment", "not_entailment", "entailment");
    for (PatchSequence sequence : sequences) {
      List<Integer> segments = sequence.getSegments();
      assertThat(segments).hasSize(2).allMatch(patches -> patches > 0);
      int first = segments.get(0);
      int last = first + 1 + segments.get(1);
      assertThat(sequence.getNumPatches()).isEqualTo(last);
      assertThat(black(sequence)).containsExactly(first, last);
    }
    assertThat(sequences)
        .extracting(PatchSequence::getText)
        .contains("He said \"no.He did not agree.", "Школа зачинена.The school is open.");
  }

  @Test
  void everyStageLeavesItsFigures() throws IOException {
    JsonNode stages = latest().path("stages");
    assertThat(stages.at("/render/metrics/documents").asInt()).isEqualTo(4);
    assertThat(stages.at("/render/metrics/sequences").asInt()).isEqualTo(4);
    assertThat(stages.at("/render/metrics/truncated").asInt()).isEqualTo(1);
    assertThat(stages.at("/render/metrics/missing_glyphs").asInt()).isZero();
    assertThat(stages.at("/shuffle/metrics/records").asInt()).isEqualTo(4);
    long patches =
        records("render", PatchSequence.class).stream()
            .mapToLong(PatchSequence::getNumPatches)
            .sum();
    assertThat(stages.at("/render/metrics/patches").asLong()).isEqualTo(patches);
  }

  @Test
  void aPairIsDrawn() throws IOException {
    Path png = directory.resolve("pairs.png");
    CommandLineRunner.Result show =
        CommandLineRunner.run(
            "show", "render", "--workspace", workspace.toString(), "--png", png.toString());
    assertThat(show.exit()).as(show.err()).isZero();
    assertThat(show.out()).contains("\"segments\":[", "\"label\":\"not_entailment\"");
    assertThat(Files.readAllBytes(png)).startsWith(0x89, 'P', 'N', 'G');
  }

  @Test
  void aMissingColumnIsRefusedWithThoseThatAreThere() throws IOException {
    Path table =
        Files.writeString(directory.resolve("other.tsv"), "premise\tsentence2\tlabel\na\tb\tc\n");
    CommandLineRunner.Result run = run(workflow(directory, table), directory.resolve("workspace"));
    assertThat(run.exit()).as(run.err()).isEqualTo(2);
    assertThat(run.err())
        .contains(table + " has no column 'sentence1' but 'premise', 'sentence2', 'label'");
  }

  private static CommandLineRunner.Result run(Path workflow, Path workspace) {
    return CommandLineRunner.run("run", workflow.toString(), "--workspace", workspace.toString());
  }

  private static Path workflow(Path directory, Path table) throws IOException {
    return Files.writeString(
        directory.resolve("pairs.yaml"),
        """
        name: pairs
        stages:
          corpus:
            type: corpus
            input: "%s"
            text-field: sentence1
            pair-field: sentence2
            label-field: label
            validation: 0.3
            max-rejected: 0.5
          render: {type: render, from: corpus, max-patches: 32}
          shuffle: {type: shuffle, from: render, shards: 2}
        """
            .formatted(table));
  }

  /** The places of the patches that are black all over. */
  private static List<Integer> black(PatchSequence sequence) {
    ByteBuffer pixels = sequence.getPixels();
    int bytes = PIXELS * sequence.getChannels();
    List<Integer> black = new ArrayList<>();
    for (int patch = 0; patch < pixels.remaining() / bytes; patch++) {
      boolean all = true;
      for (int i = 0; i < bytes; i++) {
        all &= pixels.get(patch * bytes + i) == 0;
      }
      if (all) {
        black.add(patch);
      }
    }
    return black;
  }

  private static <T extends SpecificRecord> List<T> records(String stage, Class<T> type)
      throws IOException {
    List<T> records = new ArrayList<>();
    try (Stream<Path> files = Files.list(artifact(stage))) {
      for (Path file : files.filter(path -> path.toString().matches(".*/(train|val).*")).toList()) {
        try (DataFileStream<T> in = RecordFile.reader(type, Files.newInputStream(file))) {
          in.forEach(records::add);
        }
      }
    }
    return records;
  }

  private static Path artifact(String stage) throws IOException {
    return Path.of(latest().at("/stages/" + stage + "/artifact").asText());
  }

  private static JsonNode manifest(String stage) throws IOException {
    return new ObjectMapper().readTree(artifact(stage).resolve("manifest.json").toFile());
  }

  private static JsonNode latest() throws IOException {
    return new ObjectMapper().readTree(workspace.resolve("runs/pairs/latest.json").toFile());
  }
}
