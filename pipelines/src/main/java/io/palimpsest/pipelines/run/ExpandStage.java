package io.palimpsest.pipelines.run;

import io.palimpsest.pipelines.stage.StageRun;
import io.palimpsest.pipelines.stage.StageType;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * All that a stage does, as one composite: resource hints set on it hold for what is in it, and not
 * for what the runner of stages puts behind it. Returns {@link
 * io.palimpsest.transforms.artifact.Outcome}s as JSON.
 */
final class ExpandStage<C extends Record> extends PTransform<PBegin, PCollection<String>> {
  private static final long serialVersionUID = 1L;

  private final transient StageType<C> type;
  private final transient StageRun<C> run;

  ExpandStage(StageType<C> type, StageRun<C> run) {
    this.type = type;
    this.run = run;
  }

  @Override
  public PCollection<String> expand(PBegin begin) {
    try {
      return type.expand(begin.getPipeline(), run);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
