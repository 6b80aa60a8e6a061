package io.palimpsest.pipelines.export;

/** Writes a workflow in an orchestrator's language. */
@FunctionalInterface
public interface Exporter {
  /**
   * The file's text; equal requests give equal texts.
   *
   * @throws io.palimpsest.schemas.InvalidInputException if the orchestrator cannot have such a
   *     workflow
   */
  String export(ExportRequest request);
}
