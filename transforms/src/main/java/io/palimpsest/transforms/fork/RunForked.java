package io.palimpsest.transforms.fork;

import io.palimpsest.transforms.progress.Progress;
import java.io.IOException;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Runs one {@link ForkedTask} in a process of its own on a worker and returns its outcome as JSON.
 */
public final class RunForked extends PTransform<PBegin, PCollection<String>> {
  private static final long serialVersionUID = 1L;

  private final ForkedTask task;
  private final int threads;
  private final String attempt;

  private RunForked(ForkedTask task, int threads, String attempt) {
    this.task = task;
    this.threads = threads;
    this.attempt = attempt;
  }

  /**
   * @param threads that the task may use; 0 for one per processor
   * @param attempt the attempt's directory, whose progress is counted
   */
  public static RunForked of(ForkedTask task, int threads, String attempt) {
    return new RunForked(task, threads, attempt);
  }

  @Override
  public PCollection<String> expand(PBegin begin) {
    return begin
        .apply("Task", Create.of(task).withCoder(SerializableCoder.of(ForkedTask.class)))
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
    public void process(@Element ForkedTask task, OutputReceiver<String> outcomes)
        throws IOException {
      Progress progress = Progress.of(attempt);
      outcomes.output(
          new ForkedJvm(threads)
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
