package io.palimpsest.pipelines.report;

import java.util.List;

/**
 * A stage as the page's tables show it.
 *
 * @param otherType its type, unless that is its name
 */
record StageRow(
    String name,
    String otherType,
    String state,
    String time,
    String inputs,
    List<WorkflowChart.Detail> figures,
    String shortFingerprint,
    String fingerprint,
    String artifact) {
  private static final int SHORT = 12;

  static StageRow of(StageSummary stage) {
    String fingerprint = stage.fingerprint();
    return new StageRow(
        stage.name(),
        stage.type().equals(stage.name()) ? "" : stage.type(),
        stage.state().label(),
        Numbers.duration(stage.seconds()),
        String.join(", ", stage.inputs()),
        WorkflowChart.firstFigures(stage.metrics()),
        fingerprint.substring(0, Math.min(SHORT, fingerprint.length())),
        fingerprint,
        stage.artifact());
  }
}
