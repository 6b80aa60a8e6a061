package io.palimpsest.pipelines.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.PassingFaultException;
import java.util.List;
import org.apache.beam.sdk.PipelineResult.State;
import org.junit.jupiter.api.Test;

class JobEndTest {
  @Test
  void doneIsDoneWhateverWasRetried() {
    assertThatCode(() -> JobEnd.require("render", State.DONE, List.of("a worker was lost")))
        .doesNotThrowAnyException();
  }

  @Test
  void aFailedJobFailsItsStage() {
    assertThatThrownBy(() -> JobEnd.require("render", State.FAILED, List.of("first", "last")))
        .isInstanceOf(StageFailedException.class)
        .hasMessage("stage 'render': its job ended as FAILED: last");
    assertThatThrownBy(() -> JobEnd.require("render", State.CANCELLED, List.of()))
        .isInstanceOf(StageFailedException.class)
        .hasMessage("stage 'render': its job ended as CANCELLED: see the runner's console");
  }

  @Test
  void aJobThatNobodySeesIsWorthARetry() {
    assertThatThrownBy(() -> JobEnd.require("render", null, List.of()))
        .isInstanceOf(PassingFaultException.class)
        .hasMessageContaining("lost sight of");
  }

  @Test
  void whatAWorkerThrewIsThrownAgain() {
    String trace =
        """
        org.apache.beam.sdk.util.UserCodeException: %s: shard a.avro is damaged; make it anew
        \tat io.palimpsest.transforms.X.process(X.java:1)
        """;
    assertThatThrownBy(
            () ->
                JobEnd.require(
                    "render",
                    State.FAILED,
                    List.of(trace.formatted(InvalidInputException.class.getName()), "failed")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("shard a.avro is damaged; make it anew");
    assertThatThrownBy(
            () ->
                JobEnd.require(
                    "render",
                    State.FAILED,
                    List.of(trace.formatted(PassingFaultException.class.getName()))))
        .isInstanceOf(PassingFaultException.class)
        .hasMessage("shard a.avro is damaged; make it anew");
  }
}
