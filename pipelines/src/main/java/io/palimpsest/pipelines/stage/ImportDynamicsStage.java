package io.palimpsest.pipelines.stage;

import io.palimpsest.model.dynamics.RunPlan;
import io.palimpsest.pipelines.config.Key;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Kind;
import io.palimpsest.schemas.artifact.SourceFile;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import io.palimpsest.transforms.corpus.Sources;
import io.palimpsest.transforms.dynamics.ImportDynamics;
import io.palimpsest.transforms.dynamics.ImportOptions;
import io.palimpsest.transforms.dynamics.RecordedFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;

/** Training runs in the layout of GPTDynamics to runs with the trajectories of test examples. */
final class ImportDynamicsStage implements StageType<ImportDynamicsStage.Config> {
  /**
   * @see ImportOptions
   */
  record Config(
      @Key(
              value =
                  "the folder with a folder for each run, with train_samples_id.json and all_METRIC_trajectory.out",
              effect = Key.Effect.EXECUTION)
          String input,
      @Key(
              value =
                  "the file with the examples that runs train on: a JSON list, or an object a line",
              effect = Key.Effect.EXECUTION)
          String trainExamples,
      @Key(
              value = "the file with the examples that runs are tested with",
              effect = Key.Effect.EXECUTION)
          String testExamples,
      @Key(value = "the field of an example with its prompt", byDefault = "input")
          String promptField,
      @Key(value = "the field with its answer; '' for none", byDefault = "output")
          String answerField,
      @Key(value = "the metrics that are read, as the files' names have them", byDefault = "[loss]")
          List<String> metrics,
      @Key(
              value = "whether metrics other than the loss go from 0 to 100, not to 1",
              byDefault = "false")
          boolean percent,
      @Key(
              value = "what task the examples are of, where they do not say it",
              byDefault = "imported")
          String task,
      @Key(
              value = "runs that simulators are fitted to: the first, in order of their folders",
              byDefault = "25")
          int fitRuns,
      @Key(value = "runs after these that say when a simulator is good", byDefault = "2")
          int validationRuns,
      @Key(value = "runs after these that forecasts are tested on", byDefault = "5") int testRuns,
      @Key(
              value =
                  "runs after these that are tested on, too, and train on examples that no other run has; further runs are left out",
              byDefault = "0")
          int unseenRuns,
      @Key(
              value = "fraction of the test examples that no simulator is fitted to, by a hash",
              byDefault = "0")
          double unseenTests,
      @Key(value = "of that choice", byDefault = Key.SEED) long seed) {
    Config {
      metrics = List.copyOf(metrics);
      // Its constructor says what is out of bounds.
      new ImportOptions(
          metrics,
          percent,
          task,
          promptField,
          answerField,
          new RunPlan.Counts(fitRuns, validationRuns, testRuns, unseenRuns),
          unseenTests,
          seed);
    }

    private ImportOptions options() {
      return new ImportOptions(
          metrics,
          percent,
          task,
          promptField,
          answerField,
          new RunPlan.Counts(fitRuns, validationRuns, testRuns, unseenRuns),
          unseenTests,
          seed);
    }

    private RecordedFolder.Found found() throws IOException {
      return RecordedFolder.match(input, options().metrics());
    }
  }

  @Override
  public String name() {
    return "import-dynamics";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "reads training runs that others recorded in the layout of GPTDynamics";
  }

  @Override
  public Class<Config> config() {
    return Config.class;
  }

  @Override
  public List<Port> ports() {
    return List.of();
  }

  @Override
  public List<String> kinds() {
    return List.of(Kind.DYNAMICS);
  }

  @Override
  public List<Schema> schemas(Config config, SortedMap<String, String> inputs) {
    return List.of(
        TrainingRun.getClassSchema(), Trajectory.getClassSchema(), PromptExample.getClassSchema());
  }

  @Override
  public List<SourceFile> sources(Config config, SourceChecksums checksums) throws IOException {
    List<SourceFile> sources = new ArrayList<>();
    for (Sources.Found file : config.found().files()) {
      sources.add(source("runs/" + file.name(), file, checksums));
    }
    sources.add(source("train-examples", only(config.trainExamples()), checksums));
    sources.add(source("test-examples", only(config.testExamples()), checksums));
    sources.sort(Comparator.comparing(SourceFile::name));
    return sources;
  }

  private static SourceFile source(String name, Sources.Found file, SourceChecksums checksums)
      throws IOException {
    return new SourceFile(name, file.bytes().orElse(0L), checksums.of(file));
  }

  private static Sources.Found only(String input) throws IOException {
    List<Sources.Found> files = Sources.match(input);
    if (files.size() != 1) {
      throw new InvalidInputException(
          "'%s' holds %d files; name one file with examples".formatted(input, files.size()));
    }
    return files.get(0);
  }

  @Override
  public List<String> roots(Config config) {
    return List.of(config.input(), config.trainExamples(), config.testExamples());
  }

  @Override
  public PCollection<String> expand(Pipeline pipeline, StageRun<Config> run) throws IOException {
    Config config = run.config();
    return pipeline.apply(
        "ImportDynamics",
        ImportDynamics.of(
            config.options(),
            config.found().folders(),
            only(config.trainExamples()).path(),
            only(config.testExamples()).path(),
            run.attempt()));
  }
}
