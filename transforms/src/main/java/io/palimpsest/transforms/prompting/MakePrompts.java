package io.palimpsest.transforms.prompting;

import io.palimpsest.model.prompt.PromptChoice;
import io.palimpsest.model.prompt.PromptConfig;
import io.palimpsest.model.prompt.PromptTask;
import io.palimpsest.model.prompt.PromptTasks;
import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.artifact.Shard;
import io.palimpsest.schemas.artifact.ShardWriter;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.schemas.record.Document;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.artifact.Outcome;
import io.palimpsest.transforms.storage.BeamStorage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.avro.file.DataFileWriter;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Chooses examples of tasks and writes them as prompts and answers into one file, in one worker.
 * Returns one {@link Outcome} as JSON.
 *
 * <p>Limit: of each prompt that is read a hash is held in memory, some 50 bytes.
 */
public final class MakePrompts extends PTransform<PBegin, PCollection<String>> {
  private static final long serialVersionUID = 1L;

  /** Name of the file. */
  public static final String PROMPTS = "prompts.avro";

  private final PromptConfig config;
  private final List<PromptSource> sources;
  private final List<InputShard> documents;
  private final Attempt attempt;

  private MakePrompts(
      PromptConfig config,
      List<PromptSource> sources,
      List<InputShard> documents,
      Attempt attempt) {
    this.config = config;
    this.sources = List.copyOf(sources);
    this.documents = List.copyOf(documents);
    this.attempt = attempt;
  }

  /**
   * @param sources of one or several tasks, which take turns in this order
   */
  public static MakePrompts of(PromptConfig config, List<PromptSource> sources, Attempt attempt) {
    return new MakePrompts(config, sources, List.of(), attempt);
  }

  /**
   * @param documents to be continued, task {@link PromptTasks#CONTINUATION}
   */
  public static MakePrompts ofDocuments(
      PromptConfig config, List<InputShard> documents, Attempt attempt) {
    return new MakePrompts(config, List.of(), documents, attempt);
  }

  @Override
  public PCollection<String> expand(PBegin begin) {
    return begin
        .apply("Once", Create.of(PROMPTS))
        .apply("Make", ParDo.of(new MakeFn(this)))
        .setCoder(StringUtf8Coder.of());
  }

  /** Reads all sources and chooses among their examples. */
  static PromptChoice.Chosen choose(PromptConfig config, List<PromptSource> sources)
      throws IOException {
    List<PromptTask> tasks =
        sources.stream().map(PromptSource::task).distinct().map(PromptTasks::named).toList();
    PromptChoice choice = new PromptChoice(config, tasks);
    for (PromptSource source : sources) {
      PromptTask task = PromptTasks.named(source.task());
      RowReader.of(task)
          .readWhole(
              source,
              row -> {
                var example = task.example(source.id(row.number()), row.fields(), row.references());
                if (source.training()) {
                  choice.addTraining(task, example);
                } else {
                  choice.addDevelopment(task, example);
                }
              });
    }
    return choice.draw();
  }

  /** Reads all documents and chooses among their pieces. */
  static PromptChoice.Chosen chooseDocuments(PromptConfig config, List<InputShard> documents)
      throws IOException {
    PromptTask task = PromptTasks.named(PromptTasks.CONTINUATION);
    DocumentFields fields = new DocumentFields();
    PromptChoice choice = new PromptChoice(config, List.of(task));
    for (InputShard shard : documents) {
      shard.forEach(
          Document.class,
          document -> {
            int piece = 0;
            for (Map<String, String> cut : fields.of(document.getText())) {
              String id = "%s/%s#%d".formatted(task.name(), document.getId(), piece++);
              var example = task.example(id, cut, List.of());
              if (shard.split().equals(Split.VALIDATION)) {
                choice.addDevelopment(task, example);
              } else {
                choice.addTraining(task, example);
              }
            }
          });
    }
    return choice.draw();
  }

  private Outcome outcome() throws IOException {
    PromptChoice.Chosen chosen =
        documents.isEmpty() ? choose(config, sources) : chooseDocuments(config, documents);
    return new Outcome(List.of(write(chosen.examples())), chosen.figures());
  }

  private Shard write(List<PromptExample> examples) throws IOException {
    ShardWriter file = new ShardWriter(new BeamStorage(), attempt);
    try (DataFileWriter<PromptExample> out =
        RecordFile.writer(PromptExample.class, PromptExample.getClassSchema(), file)) {
      for (PromptExample example : examples) {
        out.append(example);
      }
    }
    return file.finish(PROMPTS, Split.ALL, OptionalLong.of(examples.size()));
  }

  private static final class MakeFn extends DoFn<String, String> {
    private static final long serialVersionUID = 1L;

    private final MakePrompts parent;

    private MakeFn(MakePrompts parent) {
      this.parent = parent;
    }

    @ProcessElement
    public void process(OutputReceiver<String> outcomes) throws IOException {
      outcomes.output(parent.outcome().toJson());
    }
  }
}
