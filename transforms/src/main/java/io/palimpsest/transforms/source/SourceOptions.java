package io.palimpsest.transforms.source;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;

/** What {@link HandOut} must know of the runner. */
public interface SourceOptions extends PipelineOptions {
  /**
   * Whether the runner does what follows a source in the source's worker, so that parts must be
   * shuffled to reach others.
   */
  @Hidden
  @Description("Shuffle the parts of the work once, so that a runner that fuses spreads them")
  @Default.Boolean(false)
  boolean isSpreadSources();

  void setSpreadSources(boolean value);
}
