package io.palimpsest.transforms.dynamics;

import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.transforms.artifact.CopyShard;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.fork.RunForked;
import java.util.List;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * Records training runs on all workers, each in a process of its own, and puts their examples
 * beside them. Returns {@link io.palimpsest.transforms.artifact.Outcome}s as JSON.
 */
public final class CollectTrajectories extends PTransform<PBegin, PCollection<String>> {
  private static final long serialVersionUID = 1L;

  /** Name of the examples' file. */
  public static final String EXAMPLES = "examples.avro";

  private final List<RecordRun> runs;
  private final InputShard examples;
  private final int threads;
  private final Attempt attempt;

  private CollectTrajectories(
      List<RecordRun> runs, InputShard examples, int threads, Attempt attempt) {
    this.runs = List.copyOf(runs);
    this.examples = examples;
    this.threads = threads;
    this.attempt = attempt;
  }

  /**
   * @param runs that take place
   * @param examples shard of {@link io.palimpsest.schemas.record.PromptExample}s
   * @param threads of each run
   */
  public static CollectTrajectories of(
      List<RecordRun> runs, InputShard examples, int threads, Attempt attempt) {
    return new CollectTrajectories(runs, examples, threads, attempt);
  }

  @Override
  public PCollection<String> expand(PBegin begin) {
    return PCollectionList.of(
            begin.apply("Runs", RunForked.each(runs, threads, attempt.directory())))
        .and(begin.apply("Examples", CopyShard.of(examples, EXAMPLES, attempt)))
        .apply("Together", Flatten.pCollections());
  }
}
