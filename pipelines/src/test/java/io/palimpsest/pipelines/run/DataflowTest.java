package io.palimpsest.pipelines.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.schemas.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.runners.dataflow.options.DataflowPipelineOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataflowTest {
  private static final String BUCKET = "gs://bucket/folder";

  @Test
  void refusesAWorkspaceThatWorkersDoNotSee() {
    assertThatThrownBy(() -> configure("/data/workspace"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "workspace /data/workspace is not in Google Cloud Storage, and Dataflow's workers see no other; give --workspace gs://BUCKET/FOLDER");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--project=123456|project is 123456; give the ID, not the number",
        "--project=My Project|project is 'My Project', no ID of a Google Cloud project",
        "--region=|region is missing; give the one in which the workspace's bucket lies",
        "--tempLocation=/tmp/here|tempLocation is /tmp/here, and Dataflow takes gs:// only",
        "--experiments=disable_runner_v2|experiments have disable_runner_v2",
      })
  void refusesWhatTheServiceWould(String option, String message) {
    assertThatThrownBy(() -> configure(BUCKET, option))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource({
    "--dataflowServiceOptions=worker_accelerator=type:nvidia-l4;count:1;install-nvidia-driver",
    "--experiments=worker_accelerator=type:nvidia-l4;count:1;install-nvidia-driver"
  })
  void refusesAGpuForAllWorkersBesideOneForSome(String everywhere) {
    assertThatThrownBy(() -> configure(BUCKET, everywhere, "--accelerator=nvidia-l4"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("accelerator is nvidia-l4 and worker_accelerator=")
        .hasMessageContaining("keep one of them");
    assertThat(configure(BUCKET, everywhere).getExperiments()).contains("use_runner_v2");
  }

  @Test
  void keepsWhatTheUserNames() {
    DataflowPipelineOptions options =
        configure(BUCKET, "--tempLocation=gs://other/t", "--experiments=use_runner_v2,mine");
    assertThat(options.getTempLocation()).isEqualTo("gs://other/t");
    assertThat(options.getExperiments()).containsExactly("use_runner_v2", "mine");
  }

  @Test
  void leavesOtherRunnersAlone() {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setRunner(DirectRunner.class);
    assertThat(Dataflow.configure(options, Workspace.open("/data/workspace", options))).isEmpty();
    assertThat(options.getTempLocation()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "quickstart-render,quickstart-render-0000002a",
    "My_Flow.v2-Ä stage,my-flow-v2-stage-0000002a",
    "7-days,days-0000002a",
    "___,palimpsest-0000002a",
    "a-very-long-name-of-a-workflow-and-of-one-of-its-stages-with-more,a-very-long-name-of-a-workflow-and-of-one-of-its-stage-0000002a"
  })
  void jobsHaveNamesThatTheServiceTakes(String name, String job) {
    assertThat(Dataflow.jobName(name, 42)).isEqualTo(job).hasSizeLessThan(64);
  }

  private static DataflowPipelineOptions configure(String workspace, String... given) {
    List<String> all =
        new ArrayList<>(
            List.of("--runner=DataflowRunner", "--project=my-project", "--region=europe-west4"));
    for (String option : Arrays.asList(given)) {
      all.removeIf(each -> each.startsWith(option.substring(0, option.indexOf('=') + 1)));
      all.add(option);
    }
    PipelineOptions options = PipelineOptionsFactory.fromArgs(all.toArray(String[]::new)).create();
    Dataflow.configure(options, Workspace.open(workspace, options));
    return options.as(DataflowPipelineOptions.class);
  }
}
