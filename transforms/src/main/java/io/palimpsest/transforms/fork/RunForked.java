package io.palimpsest.transforms.fork;

import io.palimpsest.transforms.progress.Progress;
import io.palimpsest.transforms.source.HandOut;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Runs {@link ForkedTask}s, each in a process of its own on some worker, and returns their outcomes
 * as JSON.
 */
public final class RunForked extends PTransform<PBegin, PCollection<String>> {
  private static final long serialVersionUID = 1L;

  private final List<ForkedTask> tasks;
  private final int threads;
  private final String attempt;

  private RunForked(List<? extends ForkedTask> tasks, int threads, String attempt) {
    this.tasks = List.copyOf(tasks);
    this.threads = threads;
    this.attempt = attempt;
  }

  /**
   * @param threads that the task may use; 0 for one per processor
   * @param attempt the attempt's directory, whose progress is counted
   */
  public static RunForked of(ForkedTask task, int threads, String attempt) {
    return each(List.of(task), threads, attempt);
  }

  /**
   * As {@link #of} for several tasks, as many at a time as the runner has slots.
   *
   * @param tasks one or more
   * @param threads that each may use
   */
  public static RunForked each(List<? extends ForkedTask> tasks, int threads, String attempt) {
    return new RunForked(tasks, threads, attempt);
  }

  @Override
  public PCollection<String> expand(PBegin begin) {
    return begin
        .apply("Task", HandOut.of(tasks, SerializableCoder.of(ForkedTask.class)))
        .apply("Run", ParDo.of(new RunFn(threads, attempt)));
  }

  private static final class RunFn extends DoFn<ForkedTask, String> {
    private static final long serialVersionUID = 1L;

    private final int threads;
    private final String attempt;

    private RunFn(int threads, String attempt) {
      this.threads = threads;
      this.attempt = attempt;
    }

    @ProcessElement
    public void process(
        @Element ForkedTask task, PipelineOptions options, OutputReceiver<String> outcomes)
        throws IOException {
      Progress progress = Progress.of(attempt);
      outcomes.output(
          new ForkedJvm(threads, options)
              .run(
                  task,
                  (units, note) -> {
                    progress.add(units);
                    progress.note(note);
                  })
              .toJson());
    }
  }
}
