package io.palimpsest.transforms.training;

import ai.djl.ndarray.NDManager;
import io.palimpsest.model.Torch;
import io.palimpsest.model.checkpoint.Checkpoint;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.transforms.artifact.Outcome;
import io.palimpsest.transforms.artifact.WrittenFiles;
import io.palimpsest.transforms.fork.ForkedTask;
import java.io.IOException;
import java.util.Map;

/**
 * Reads a folder as Hugging Face's {@code save_pretrained} writes it, checks that its files fit
 * each other, and writes the network as our own checkpoint, in float32.
 *
 * @param folder with {@code config.json} and safetensors
 * @param attempt where the checkpoint is written
 */
public record ImportCheckpoint(String folder, Attempt attempt) implements ForkedTask {

  @Override
  public Map<String, String> environment() {
    return Torch.environment();
  }

  @Override
  public Outcome run(Storage storage, int threads, ProgressSink progress) throws IOException {
    Torch.useThreads(threads);
    try (NDManager manager = Torch.newManager();
        Transformer network = Checkpoint.load(storage, folder, manager)) {
      Checkpoint.save(network, storage, attempt.data());
      progress.advance(1, "%d parameters".formatted(network.size()));
      return WrittenFiles.outcome(
          storage,
          attempt,
          Map.of("parameters", network.size(), "vocabulary", network.config().vocabulary()));
    }
  }
}
