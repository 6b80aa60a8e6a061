package io.palimpsest.pipelines.stage;

import io.palimpsest.model.checkpoint.Checkpoint;
import io.palimpsest.pipelines.config.Key;
import io.palimpsest.schemas.artifact.Kind;
import io.palimpsest.schemas.artifact.SourceFile;
import io.palimpsest.transforms.corpus.Sources;
import io.palimpsest.transforms.fork.RunForked;
import io.palimpsest.transforms.storage.BeamStorage;
import io.palimpsest.transforms.training.ImportCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;

/** A folder with another's network to a checkpoint. */
final class ImportStage implements StageType<ImportStage.Config> {
  /** Where the network comes from. */
  record Config(
      @Key(
              value =
                  "a folder as Hugging Face's save_pretrained writes it for a LlamaForCausalLM or GPTNeoXForCausalLM (Pythia): config.json and model.safetensors, or its parts and their index",
              effect = Key.Effect.EXECUTION)
          String input) {

    /** Workers may run elsewhere in the file system. */
    private String folder() {
      return input.contains("://") ? input : Path.of(input).toAbsolutePath().normalize().toString();
    }
  }

  @Override
  public String name() {
    return "import";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "reads the weights of a published LLaMA or GPT-NeoX (Pythia) network, checks them, and keeps them as a checkpoint in float32";
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
    return List.of(Kind.CHECKPOINT);
  }

  @Override
  public List<SourceFile> sources(Config config, SourceChecksums checksums) throws IOException {
    List<SourceFile> sources = new ArrayList<>();
    for (String path : Checkpoint.files(new BeamStorage(), config.folder())) {
      Sources.Found file = Sources.match(path).get(0);
      sources.add(new SourceFile(file.name(), file.bytes().orElse(0L), checksums.of(file)));
    }
    return sources;
  }

  @Override
  public List<String> roots(Config config) {
    return List.of(config.input());
  }

  @Override
  public PCollection<String> expand(Pipeline pipeline, StageRun<Config> run) {
    ImportCheckpoint task = new ImportCheckpoint(run.config().folder(), run.attempt());
    return pipeline.apply(
        "ImportCheckpoint", RunForked.of(task, /* threads= */ 1, run.attempt().directory()));
  }

  @Override
  public long expected(StageRun<Config> run) {
    return 1;
  }
}
