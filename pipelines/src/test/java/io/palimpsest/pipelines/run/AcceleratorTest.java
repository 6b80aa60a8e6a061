package io.palimpsest.pipelines.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.pipelines.stage.Place;
import io.palimpsest.schemas.InvalidInputException;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.resourcehints.ResourceHints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceleratorTest {
  @Test
  void asksForNothingByDefault() {
    assertThat(of("--runner=DirectRunner").hints(Place.ACCELERATOR))
        .isEqualTo(ResourceHints.create());
  }

  @Test
  void memoryAloneIsFine() {
    assertThat(of("--runner=DataflowRunner", "--trainerRam=1.5 TB").hints(Place.ACCELERATOR))
        .isEqualTo(ResourceHints.create().withMinRam("1.5 TB"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--accelerator=type:t4;count:1|accelerator is 'type:t4;count:1'; give a type alone",
        "--acceleratorCount=2|acceleratorCount is 2 and no accelerator is named",
        "--trainerRam=16|trainerRam is '16'; give a number and KB to TB or KiB to TiB",
      })
  void refusesWhatNoWorkerHas(String option, String message) {
    assertThatThrownBy(() -> of("--runner=DataflowRunner", option))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void refusesACountBelowOne() {
    assertThatThrownBy(
            () -> of("--runner=DataflowRunner", "--accelerator=t4", "--acceleratorCount=0"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("acceleratorCount is 0; give 1 or more");
  }

  @Test
  void refusesARunnerThatWouldIgnoreIt() {
    assertThatThrownBy(() -> of("--runner=FlinkRunner", "--accelerator=nvidia-l4"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the runner is FlinkRunner");
  }

  private static Accelerator of(String... given) {
    return Accelerator.of(PipelineOptionsFactory.fromArgs(given).create());
  }
}
