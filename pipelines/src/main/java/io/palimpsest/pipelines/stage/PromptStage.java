package io.palimpsest.pipelines.stage;

import io.palimpsest.model.prompt.PromptChoice;
import io.palimpsest.model.prompt.PromptConfig;
import io.palimpsest.model.prompt.PromptFormat;
import io.palimpsest.model.prompt.PromptTasks;
import io.palimpsest.pipelines.config.Key;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.Kind;
import io.palimpsest.schemas.artifact.SourceFile;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.corpus.Sources;
import io.palimpsest.transforms.prompting.MakePrompts;
import io.palimpsest.transforms.prompting.PromptInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;

/** The files of tasks to prompts and answers that language models are trained on. */
final class PromptStage implements StageType<PromptStage.Config> {
  /**
   * @see PromptConfig
   */
  record Config(
      @Key(
              "whose examples: sst-2, rte, boolq, webnlg, wmt-de-en or instructions; mix, several in turns, named in inputs; or continuation, of the documents in from")
          String task,
      @Key(
              value =
                  "the folder with the task's files (train.tsv and dev.tsv of sst-2 and rte; train.jsonl, perhaps dev.jsonl, of boolq; train/ and dev/ with XML files of webnlg; train.de and train.en, perhaps val.de and val.en, of wmt-de-en; a JSON list of instruction, input and output of instructions), or one such file",
              byDefault = "''",
              effect = Key.Effect.EXECUTION)
          String input,
      @Key(
              value = "with task mix, instead of input: TASK=FOLDER of each",
              byDefault = "[]",
              effect = Key.Effect.EXECUTION)
          List<String> inputs,
      @Key(value = "examples that training runs draw from", byDefault = "200") int trainExamples,
      @Key(
              value = "other examples that only runs draw from which no simulator is fitted to",
              byDefault = "200")
          int unseenTrainExamples,
      @Key(
              value =
                  "examples that are tested with, of the development files as far as there are any, else none of those to train on",
              byDefault = "200")
          int testExamples,
      @Key(value = "other examples to test with that no simulator is fitted to", byDefault = "100")
          int unseenTestExamples,
      @Key(
              value = "bytes of prompt and answer together; longer examples are passed over",
              byDefault = "400")
          int maxBytes,
      @Key(
              value =
                  "fraction of the examples to train on, of tasks with labels, whose answer is made wrong",
              byDefault = "0")
          double flipLabels,
      @Key(value = "of the choice of examples", byDefault = Key.SEED) long seed) {
    Config {
      inputs = List.copyOf(inputs);
      // Its constructor says what is out of bounds.
      new PromptConfig(
          trainExamples,
          unseenTrainExamples,
          testExamples,
          unseenTestExamples,
          maxBytes,
          flipLabels,
          seed);
    }

    private PromptConfig prompts() {
      return new PromptConfig(
          trainExamples,
          unseenTrainExamples,
          testExamples,
          unseenTestExamples,
          maxBytes,
          flipLabels,
          seed);
    }

    private boolean isOfDocuments() {
      return task.equals(PromptTasks.CONTINUATION);
    }

    /** The input of each task by its name; none if it is made of documents. */
    private SortedMap<String, String> folders() {
      if (isOfDocuments()) {
        requireNoFiles();
        return new TreeMap<>();
      }
      boolean mix = task.equals(PromptTasks.MIX);
      if (!mix) {
        PromptTasks.named(task);
      }
      if (mix == inputs.isEmpty() || mix != input.isEmpty()) {
        throw new InvalidInputException(
            mix
                ? "task mix needs inputs and no input; give inputs: [TASK=FOLDER, …]"
                : "task %s needs input and no inputs; give input: FOLDER".formatted(task));
      }
      return mix ? listed() : new TreeMap<>(Map.of(task, input));
    }

    private void requireNoFiles() {
      if (!input.isEmpty() || !inputs.isEmpty()) {
        throw new InvalidInputException(
            "task %s takes the documents of a stage named in from; take input and inputs away"
                .formatted(task));
      }
    }

    private SortedMap<String, String> listed() {
      SortedMap<String, String> folders = new TreeMap<>();
      for (String each : inputs) {
        String[] parts = each.split("=", 2);
        if (parts.length < 2) {
          throw new InvalidInputException(
              "inputs has '%s'; give TASK=FOLDER, such as rte=data/RTE".formatted(each));
        }
        if (PromptTasks.named(parts[0]).format() == PromptFormat.DOCUMENTS) {
          throw new InvalidInputException(
              "inputs has %s, which is of documents, not of files; leave it out"
                  .formatted(parts[0]));
        }
        if (folders.put(parts[0], parts[1]) != null) {
          throw new InvalidInputException(
              "inputs has task %s twice; give it once".formatted(parts[0]));
        }
      }
      return folders;
    }

    /** By the tasks' names. */
    private List<PromptInput> found() throws IOException {
      List<PromptInput> found = new ArrayList<>();
      for (Map.Entry<String, String> each : folders().entrySet()) {
        found.add(PromptInput.match(PromptTasks.named(each.getKey()), each.getValue()));
      }
      // Says now, not when it is used, what does not fit the tasks.
      new PromptChoice(
          prompts(),
          isOfDocuments()
              ? List.of(PromptTasks.named(task))
              : found.stream().map(PromptInput::task).toList());
      return found;
    }
  }

  @Override
  public String name() {
    return "prompt";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "makes prompts and answers of a task's examples, those to train on and those to test with";
  }

  @Override
  public Class<Config> config() {
    return Config.class;
  }

  @Override
  public List<Port> ports() {
    return List.of(Port.optional("documents", Kind.DOCUMENTS));
  }

  @Override
  public List<String> kinds() {
    return List.of(Kind.PROMPTS);
  }

  @Override
  public List<Schema> schemas(Config config, SortedMap<String, String> inputs) {
    return List.of(PromptExample.getClassSchema());
  }

  @Override
  public List<SourceFile> sources(Config config, SourceChecksums checksums) throws IOException {
    List<SourceFile> sources = new ArrayList<>();
    for (PromptInput input : config.found()) {
      for (Sources.Found file : input.files()) {
        // The task is in the name: ids begin with it, too.
        String name = input.task().name() + "/" + file.name();
        sources.add(new SourceFile(name, file.bytes().orElse(0L), checksums.of(file)));
      }
    }
    sources.sort(Comparator.comparing(SourceFile::name));
    return sources;
  }

  @Override
  public List<String> roots(Config config) {
    return Stream.concat(
            Stream.of(config.input()),
            config.inputs().stream().map(named -> named.substring(named.indexOf('=') + 1)))
        .filter(root -> !root.isEmpty())
        .toList();
  }

  @Override
  public PCollection<String> expand(Pipeline pipeline, StageRun<Config> run) throws IOException {
    Config config = run.config();
    Artifact documents = run.inputs().get("documents");
    if (config.isOfDocuments() != (documents != null)) {
      throw new InvalidInputException(
          "stage '%s' has task %s %s a stage of documents in its from: %s"
              .formatted(
                  run.name(),
                  config.task(),
                  documents == null ? "without" : "with",
                  documents == null ? "name one, such as corpus" : "take it away"));
    }
    return pipeline.apply("MakePrompts", prompts(config, documents, run.attempt()));
  }

  private static MakePrompts prompts(Config config, Artifact documents, Attempt attempt)
      throws IOException {
    return documents == null
        ? MakePrompts.of(
            config.prompts(),
            config.found().stream().flatMap(input -> input.sources().stream()).toList(),
            attempt)
        : MakePrompts.ofDocuments(
            config.prompts(),
            InputShard.of(documents, Split.ALL, Split.TRAIN, Split.VALIDATION),
            attempt);
  }
}
