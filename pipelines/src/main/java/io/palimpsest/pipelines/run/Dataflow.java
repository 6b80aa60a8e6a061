package io.palimpsest.pipelines.run;

import io.palimpsest.pipelines.stage.Place;
import io.palimpsest.pipelines.workflow.PlannedStage;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.transforms.source.SourceOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.beam.runners.dataflow.DataflowRunner;
import org.apache.beam.runners.dataflow.options.DataflowPipelineDebugOptions;
import org.apache.beam.runners.dataflow.options.DataflowPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Google Cloud Dataflow. Image, zone, machines, network and accounts are the user's to choose, by
 * Dataflow's own options.
 */
final class Dataflow {
  /** Resource hints and images of one's own need the second generation of workers. */
  private static final String RUNNER_V2 = "use_runner_v2";

  /** Of a label of Google Cloud, which a job's name becomes. */
  private static final int LONGEST_NAME = 63;

  private final DataflowPipelineOptions options;
  private final Workspace workspace;
  private final int threads;

  private Dataflow(DataflowPipelineOptions options, Workspace workspace) {
    this.options = options;
    this.workspace = workspace;
    this.threads = options.getNumberOfWorkerHarnessThreads();
  }

  /**
   * Checks the options and fills in what the user left open for all stages; empty for another
   * runner.
   *
   * @throws InvalidInputException if the service would refuse them, or pay for nothing
   */
  static Optional<Dataflow> configure(PipelineOptions all, Workspace workspace) {
    if (!isRunnerOf(all)) {
      return Optional.empty();
    }
    DataflowPipelineOptions options = all.as(DataflowPipelineOptions.class);
    requireStorage(options, workspace);
    requireProject(options);
    requireOneWayToAccelerators(options);
    if (options.getTempLocation() == null) {
      // Jars that were staged for an earlier job are not uploaded again: their names are digests.
      options.setTempLocation(workspace.path() + "/dataflow");
    }
    options.setExperiments(withRunnerV2(experiments(options)));
    // Dataflow fuses a source with what reads it; without a break one worker does it all.
    options.as(SourceOptions.class).setSpreadSources(true);
    return Optional.of(new Dataflow(options, workspace));
  }

  /** Fills in what the user left open for one stage, which is one job. */
  void configure(String workflow, PlannedStage<?> stage) {
    options.setJobName(jobName(workflow, stage));
    // A trainer takes all of its machine; a second one would fight it for processors and GPU.
    boolean trains = stage.type().place() == Place.ACCELERATOR;
    options
        .as(DataflowPipelineDebugOptions.class)
        .setNumberOfWorkerHarnessThreads(threads == 0 && trains ? 1 : threads);
  }

  /**
   * A job's name, the same for every attempt at an artifact: the service refuses a second active
   * job of that name, so that nothing is paid for twice.
   */
  private String jobName(String workflow, PlannedStage<?> stage) {
    return jobName(
        workflow + "-" + stage.name(), (workspace.path() + stage.fingerprint()).hashCode());
  }

  static String jobName(String name, int artifact) {
    String suffix = "-%08x".formatted(artifact);
    String valid =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^[^a-z]+", "");
    String stem = valid.isEmpty() ? "palimpsest" : valid;
    return stem.substring(0, Math.min(stem.length(), LONGEST_NAME - suffix.length()))
            .replaceAll("-+$", "")
        + suffix;
  }

  /**
   * Whether Dataflow runs the jobs; asked by its name, since inside Flink's own JVMs other runners
   * are not on the class path.
   */
  static boolean isRunnerOf(PipelineOptions options) {
    return options.getRunner().getSimpleName().equals("DataflowRunner");
  }

  private static void requireStorage(DataflowPipelineOptions options, Workspace workspace) {
    if (!workspace.path().startsWith("gs://")) {
      throw new InvalidInputException(
          "workspace %s is not in Google Cloud Storage, and Dataflow's workers see no other; give --workspace gs://BUCKET/FOLDER"
              .formatted(workspace.path()));
    }
    String temporary = options.getTempLocation();
    if (temporary != null && !temporary.startsWith("gs://")) {
      throw new InvalidInputException(
          "tempLocation is %s, and Dataflow takes gs:// only; leave it out, and it lies below the workspace"
              .formatted(temporary));
    }
  }

  private static void requireProject(DataflowPipelineOptions options) {
    String project = options.getProject();
    if (project == null || project.matches("[0-9]*")) {
      throw new InvalidInputException(
          "project is %s; give the ID, not the number, of the Google Cloud project that pays: --project=ID"
              .formatted(project == null || project.isEmpty() ? "missing" : project));
    }
    if (!project.matches(DataflowRunner.PROJECT_ID_REGEXP)) {
      throw new InvalidInputException(
          "project is '%s', no ID of a Google Cloud project; give --project=ID".formatted(project));
    }
    if (options.getRegion() == null || options.getRegion().isEmpty()) {
      throw new InvalidInputException(
          "region is missing; give the one in which the workspace's bucket lies, such as --region=europe-west4");
    }
  }

  private static void requireOneWayToAccelerators(DataflowPipelineOptions options) {
    String accelerator = options.as(AcceleratorOptions.class).getAccelerator();
    List<String> service = options.getDataflowServiceOptions();
    Stream<String> everywhere =
        Stream.concat(
            service == null ? Stream.empty() : service.stream(), experiments(options).stream());
    everywhere
        .filter(option -> option.startsWith("worker_accelerator"))
        .findFirst()
        .filter(option -> accelerator != null)
        .ifPresent(
            option -> {
              throw new InvalidInputException(
                  "accelerator is %s and %s puts a GPU into every worker, also of stages that read and write files; keep one of them, --accelerator for accelerator stages alone"
                      .formatted(accelerator, option));
            });
  }

  private static List<String> experiments(DataflowPipelineOptions options) {
    List<String> experiments = options.getExperiments();
    return experiments == null ? List.of() : experiments;
  }

  private static List<String> withRunnerV2(List<String> experiments) {
    if (experiments.contains("disable_runner_v2")) {
      throw new InvalidInputException(
          "experiments have disable_runner_v2, and images of one's own and GPUs of single stages need it; leave it out");
    }
    List<String> all = new ArrayList<>(experiments);
    if (!all.contains(RUNNER_V2)) {
      all.add(RUNNER_V2);
    }
    return all;
  }
}
