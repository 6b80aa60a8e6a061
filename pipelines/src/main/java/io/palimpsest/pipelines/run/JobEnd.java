package io.palimpsest.pipelines.run;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.PassingFaultException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * How a job ended. Flink throws what went wrong; Dataflow gives a state, and what its workers threw
 * as text among the job's messages.
 */
final class JobEnd {
  /** An exception for the user in a worker's stack trace. */
  private static final Pattern THROWN =
      Pattern.compile(
          "\\b(?<type>%s|%s): (?<message>[^\\r\\n]*)"
              .formatted(
                  InvalidInputException.class.getName().replace(".", "\\."),
                  PassingFaultException.class.getName().replace(".", "\\.")));

  private JobEnd() {}

  /**
   * Waits for a job's end.
   *
   * @throws InvalidInputException if a worker threw one
   * @throws PassingFaultException if a worker threw one, or if the job was lost sight of
   * @throws StageFailedException if it failed otherwise, or was cancelled
   */
  static void require(String stage, PipelineOptions options, PipelineResult result)
      throws IOException {
    List<String> errors = new ArrayList<>();
    PipelineResult.State state =
        Dataflow.isRunnerOf(options) ? DataflowJob.await(result, errors) : result.waitUntilFinish();
    require(stage, state, errors);
  }

  /**
   * @param state null if nobody knows
   * @param errors what the job's workers said, oldest first
   */
  static void require(String stage, PipelineResult.State state, List<String> errors) {
    if (state == PipelineResult.State.DONE) {
      return;
    }
    errors.forEach(JobEnd::rethrow);
    if (state == null || !state.isTerminal()) {
      throw new PassingFaultException(
          "stage '%s': its job was lost sight of and may still run; look at the runner's console, and run again when it is over"
              .formatted(stage),
          null);
    }
    String said = errors.isEmpty() ? "see the runner's console" : errors.get(errors.size() - 1);
    throw new StageFailedException(
        "stage '%s': its job ended as %s: %s".formatted(stage, state, said), null);
  }

  private static void rethrow(String error) {
    Matcher thrown = THROWN.matcher(error);
    if (thrown.find()) {
      throw thrown.group("type").equals(InvalidInputException.class.getName())
          ? new InvalidInputException(thrown.group("message"))
          : new PassingFaultException(thrown.group("message"), null);
    }
  }
}
