package io.palimpsest.pipelines.run;

import com.google.api.services.dataflow.model.JobMessage;
import io.palimpsest.schemas.PassingFaultException;
import java.io.IOException;
import java.util.List;
import org.apache.beam.runners.dataflow.DataflowPipelineJob;
import org.apache.beam.runners.dataflow.util.MonitoringUtil;
import org.apache.beam.sdk.PipelineResult;
import org.joda.time.Duration;

/** A job on Dataflow. Nobody touches this class where another runner is at work. */
final class DataflowJob {
  private static final Duration FOREVER = Duration.millis(-1);
  private static final String ERROR = "JOB_MESSAGE_ERROR";

  private DataflowJob() {}

  /**
   * Waits for a job's end.
   *
   * @param errors gets what its workers said, oldest first
   * @return null if nobody knows how it stands
   */
  static PipelineResult.State await(PipelineResult job, List<String> errors) throws IOException {
    MonitoringUtil.LoggingHandler log = new MonitoringUtil.LoggingHandler();
    try {
      return ((DataflowPipelineJob) job)
          .waitUntilFinish(
              FOREVER,
              messages -> {
                log.process(messages);
                messages.stream()
                    .filter(message -> ERROR.equals(message.getMessageImportance()))
                    .map(JobMessage::getMessageText)
                    .forEach(errors::add);
              });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PassingFaultException("interrupted while a job ran", e);
    }
  }
}
