package io.palimpsest.pipelines.export;

import io.palimpsest.pipelines.workflow.WorkflowParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A workflow with names and texts that need care in other languages. */
final class SampleExport {
  static final String YAML =
      """
      # A "sample": \"\"\"quoted\"\"\", with a back\\slash.
      name: Sample.Export
      seed: 7
      stages:
        corpus: {type: corpus, input: "texts/*.txt"}
        import: {type: render, from: corpus}
        my.shuffle: {type: shuffle, from: import, shards: 2}
        my-shuffle: {type: shuffle, from: import, shards: 3}
        pretrain: {type: pretrain, from: my.shuffle, model: nano, steps: 8}
        evaluate: {type: evaluate, from: {checkpoint: pretrain, examples: my-shuffle}}
      """;

  private SampleExport() {}

  static ExportRequest request(Path folder) {
    return of(folder, YAML, Optional.empty(), List.of(), Optional.empty());
  }

  static ExportRequest of(
      Path folder,
      String yaml,
      Optional<String> workspace,
      List<String> sets,
      Optional<Schedule> schedule) {
    try {
      Path file = Files.writeString(folder.resolve("sample.yaml"), yaml);
      return new ExportRequest(
          WorkflowParser.parse(file, sets),
          WorkflowParser.text(file),
          "/projects/sample.yaml",
          "palimpsest export sample.yaml",
          "/projects",
          "/opt/palimpsest/palimpsest",
          workspace,
          sets,
          schedule);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
