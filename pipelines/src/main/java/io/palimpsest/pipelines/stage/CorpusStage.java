package io.palimpsest.pipelines.stage;

import io.palimpsest.model.task.Tasks;
import io.palimpsest.pipelines.config.Key;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.Kind;
import io.palimpsest.schemas.artifact.Shard;
import io.palimpsest.schemas.artifact.ShardReader;
import io.palimpsest.schemas.artifact.SourceFile;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.schemas.record.Document;
import io.palimpsest.schemas.record.LabeledExample;
import io.palimpsest.schemas.record.RejectedRecord;
import io.palimpsest.transforms.artifact.Outcome;
import io.palimpsest.transforms.corpus.DocumentFormat;
import io.palimpsest.transforms.corpus.FieldNames;
import io.palimpsest.transforms.corpus.ReadDocuments;
import io.palimpsest.transforms.corpus.ReadOptions;
import io.palimpsest.transforms.corpus.ReadTaskExamples;
import io.palimpsest.transforms.corpus.SourceChunk;
import io.palimpsest.transforms.corpus.SourceChunks;
import io.palimpsest.transforms.corpus.Sources;
import io.palimpsest.transforms.corpus.TaskOptions;
import io.palimpsest.transforms.corpus.TaskSource;
import io.palimpsest.transforms.corpus.TaskSources;
import io.palimpsest.transforms.corpus.TrainSplit;
import io.palimpsest.transforms.order.Layout;
import io.palimpsest.transforms.order.OrderIntoShards;
import io.palimpsest.transforms.source.HandOut;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.values.PCollection;

/** Files to clean, unique documents or labelled examples. */
final class CorpusStage implements StageType<CorpusStage.Config> {
  /**
   * @see ReadOptions
   */
  record Config(
      @Key(
              value =
                  "a file, a folder (read at every depth), a glob, or classpath:RESOURCE; .gz and .zst are decompressed",
              effect = Key.Effect.EXECUTION)
          String input,
      @Key(value = "how documents lie in the files; auto goes by the name", byDefault = "auto")
          DocumentFormat format,
      @Key(
              value =
                  "the field of JSONL and Avro records that holds the text; of TSV files the column, by its name in the first line, or by its number as '#4': if all are numbers, no line names the columns",
              byDefault = "text")
          String textField,
      @Key(
              value =
                  "the field or column with the second sentence; with this or label-field the corpus holds labelled examples instead of documents",
              byDefault = "''")
          String pairField,
      @Key(value = "the field or column with the label", byDefault = "''") String labelField,
      @Key(
              value =
                  "how many records are read, in order of file names and places; with task, how many rows of each training file or language; 0 for all",
              byDefault = "0")
          long limit,
      @Key(value = "longer documents are rejected; 1 to 16777216", byDefault = "8388608")
          int maxDocumentBytes,
      @Key(
              value = "fraction of documents in the validation split, by hash of the id",
              byDefault = "0.05")
          double validation,
      @Key(
              value = "the stage fails if a greater fraction of records is rejected",
              byDefault = "0.001")
          double maxRejected,
      @Key(
              value = "files of the training split; 0 for one per 32 MiB of source, at least 8",
              byDefault = "0")
          int shards,
      @Key(
              value =
                  "a task of GLUE or XNLI, such as sst-2: input is the folder with its official files, which say all about format and fields; no example is dropped as a duplicate; empty for any other corpus",
              byDefault = "''",
              effect = Key.Effect.DATA_UNLESS_DEFAULT)
          String task,
      @Key(
              value =
                  "with task: which official examples are trained on; train (dev is the validation split) or dev (validation is a fraction of it, by hash of the row, alike in all languages)",
              byDefault = "train",
              effect = Key.Effect.DATA_UNLESS_DEFAULT)
          TrainSplit trainSplit,
      @Key(
              value =
                  "with task xnli: the languages that are trained on, such as [en]; none for all that are there; validation and test have all",
              byDefault = "[]",
              effect = Key.Effect.DATA_UNLESS_DEFAULT)
          List<String> languages) {
    Config {
      // Its constructor says what is out of bounds.
      new ReadOptions(
          format,
          new FieldNames(textField, pairField, labelField),
          limit,
          maxDocumentBytes,
          validation);
      if (!(maxRejected >= 0 && maxRejected <= 1)) {
        throw new InvalidInputException(
            "max-rejected is %s; give a fraction from 0 to 1".formatted(maxRejected));
      }
      if (shards < 0) {
        throw new InvalidInputException("shards is %d; give 0 or more".formatted(shards));
      }
      languages = List.copyOf(languages);
      if (!task.isEmpty()) {
        requireNoFormat(format, textField, pairField + labelField);
        new TaskOptions(
            Tasks.named(task), trainSplit, languages, limit, maxDocumentBytes, validation);
      } else if (!languages.isEmpty() || trainSplit != TrainSplit.TRAIN) {
        throw new InvalidInputException(
            "languages and train-split are for tasks; set task, or leave them out");
      }
    }

    private static void requireNoFormat(
        DocumentFormat format, String textField, String otherFields) {
      if (format != DocumentFormat.AUTO || !textField.equals("text") || !otherFields.isEmpty()) {
        throw new InvalidInputException(
            "with task, its official files say how examples lie; leave out format, text-field, pair-field and label-field");
      }
    }

    private boolean ofTask() {
      return !task.isEmpty();
    }

    private boolean ofExamples() {
      return ofTask() || fields().ofExamples();
    }

    private TaskOptions taskOptions() {
      return new TaskOptions(
          Tasks.named(task), trainSplit, languages, limit, maxDocumentBytes, validation);
    }

    private FieldNames fields() {
      return new FieldNames(textField, pairField, labelField);
    }

    private ReadOptions options() {
      return new ReadOptions(format, fields(), limit, maxDocumentBytes, validation);
    }
  }

  private static final long SHARD_BYTES = 32L << 20;
  private static final int MIN_SHARDS = 8;

  /** What text usually shrinks to under gzip or zstd. */
  private static final int COMPRESSION = 3;

  private static final int REASONS_SHOWN = 3;
  private static final String[] KEPT = {Split.TRAIN, Split.VALIDATION, Split.TEST};

  @Override
  public String name() {
    return "corpus";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "reads documents or labelled examples from files, cleans their white space, drops exact duplicates, splits into training and validation; or the official examples of a task of GLUE or XNLI";
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
    return List.of(Kind.DOCUMENTS, Kind.EXAMPLES);
  }

  @Override
  public String kind(Config config, SortedMap<String, String> inputs) {
    return config.ofExamples() ? Kind.EXAMPLES : Kind.DOCUMENTS;
  }

  @Override
  public List<Schema> schemas(Config config, SortedMap<String, String> inputs) {
    Schema records =
        config.ofExamples() ? LabeledExample.getClassSchema() : Document.getClassSchema();
    return List.of(records, RejectedRecord.getClassSchema());
  }

  @Override
  public List<SourceFile> sources(Config config, SourceChecksums checksums) throws IOException {
    List<SourceFile> sources = new ArrayList<>();
    for (Sources.Found file : files(config)) {
      sources.add(new SourceFile(file.name(), file.bytes().orElse(0L), checksums.of(file)));
    }
    return sources;
  }

  @Override
  public List<String> roots(Config config) {
    return List.of(config.input());
  }

  @Override
  public PCollection<String> expand(Pipeline pipeline, StageRun<Config> run) throws IOException {
    Config config = run.config();
    List<Sources.Found> files = files(config);
    long bytes = textBytes(files);
    int shards =
        config.shards() > 0 ? config.shards() : (int) Math.max(MIN_SHARDS, bytes / SHARD_BYTES);
    return config.ofTask()
        ? examples(pipeline, run, ReadTaskExamples.layout(shards, bytes))
        : records(pipeline, run, files, shards, bytes);
  }

  private static List<Sources.Found> files(Config config) throws IOException {
    return config.ofTask()
        ? TaskSources.match(config.taskOptions(), config.input()).stream()
            .map(TaskSources.Match::file)
            .toList()
        : Sources.match(config.input());
  }

  private static PCollection<String> examples(
      Pipeline pipeline, StageRun<Config> run, Layout layout) throws IOException {
    TaskOptions options = run.config().taskOptions();
    List<TaskSource> files = TaskSources.of(TaskSources.match(options, run.config().input()));
    return pipeline
        .apply("Files", HandOut.of(files, SerializableCoder.of(TaskSource.class)))
        .apply(
            "ReadTaskExamples", ReadTaskExamples.with(options, layout, run.attempt().directory()))
        .apply("OrderIntoShards", OrderIntoShards.of(layout, run.attempt()));
  }

  private static PCollection<String> records(
      Pipeline pipeline, StageRun<Config> run, List<Sources.Found> files, int shards, long bytes) {
    Config config = run.config();
    Layout layout = ReadDocuments.layout(shards, config.options(), bytes);
    List<List<SourceChunk>> chunks = SourceChunks.of(files, config.options());
    return pipeline
        .apply("Files", HandOut.of(chunks, ListCoder.of(SerializableCoder.of(SourceChunk.class))))
        .apply(
            "ReadDocuments",
            ReadDocuments.with(config.options(), layout, run.attempt().directory()))
        .apply("OrderIntoShards", OrderIntoShards.of(layout, run.attempt()));
  }

  @Override
  public SortedMap<String, Double> metrics(StageRun<Config> run, Outcome outcome)
      throws IOException {
    SortedMap<String, Double> metrics = new TreeMap<>();
    metrics.put("documents", sum(outcome, "records", KEPT));
    metrics.put("train_documents", sum(outcome, "records", Split.TRAIN));
    metrics.put("validation_documents", sum(outcome, "records", Split.VALIDATION));
    if (run.config().ofTask()) {
      metrics.put("test_documents", sum(outcome, "records", Split.TEST));
    }
    metrics.put("duplicates", sum(outcome, "duplicates", KEPT));
    metrics.put("rejected", sum(outcome, "records", Split.REJECTED));
    metrics.put("bytes", sum(outcome, "weight", KEPT));
    requireDocuments(run, outcome, metrics);
    return metrics;
  }

  private static void requireDocuments(
      StageRun<Config> run, Outcome outcome, SortedMap<String, Double> metrics) throws IOException {
    double rejected = metrics.get("rejected");
    double read = metrics.get("documents") + metrics.get("duplicates") + rejected;
    if (rejected > run.config().maxRejected() * read) {
      throw new InvalidInputException(
          "%.0f of %.0f records of '%s' were rejected, more than max-rejected %s allows: %s"
              .formatted(
                  rejected,
                  read,
                  run.config().input(),
                  run.config().maxRejected(),
                  reasons(run, outcome)));
    }
    if (metrics.get("documents") == 0) {
      throw new InvalidInputException(
          "input '%s' holds no document; name files with text, or set format"
              .formatted(run.config().input()));
    }
    if (run.config().ofTask() && metrics.get("train_documents") == 0) {
      throw new InvalidInputException(
          "input '%s' holds no training example of task %s in languages %s; name other files or languages"
              .formatted(run.config().input(), run.config().task(), run.config().languages()));
    }
  }

  private static String reasons(StageRun<Config> run, Outcome outcome) throws IOException {
    Artifact unfinished = new Artifact(run.attempt().data(), null);
    List<String> reasons = new ArrayList<>();
    for (Shard shard : outcome.shards()) {
      if (shard.split().equals(Split.REJECTED)) {
        ShardReader.forEach(
            run.store().storage(),
            unfinished.path(shard),
            shard.checksum(),
            RejectedRecord.class,
            record -> reasons.add(record.getId() + ": " + record.getReason()));
      }
    }
    return String.join("; ", reasons.subList(0, Math.min(REASONS_SHOWN, reasons.size())))
        + (reasons.size() > REASONS_SHOWN ? "; …" : "");
  }

  private static double sum(Outcome outcome, String figure, String... splits) {
    double sum = 0;
    for (String split : splits) {
      sum += outcome.metrics().getOrDefault(figure + "." + split, 0.0);
    }
    return sum;
  }

  private static long textBytes(List<Sources.Found> files) {
    return files.stream()
        .mapToLong(
            file -> file.bytes().orElse(0L) * (Sources.isCompressed(file.path()) ? COMPRESSION : 1))
        .sum();
  }
}
