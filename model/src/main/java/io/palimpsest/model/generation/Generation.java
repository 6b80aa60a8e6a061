package io.palimpsest.model.generation;

import ai.djl.ndarray.NDManager;
import io.palimpsest.model.Torch;
import io.palimpsest.model.checkpoint.Checkpoint;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.schemas.artifact.Storage;
import java.io.IOException;

/** A checkpoint in memory that writes and draws, on the process's device. For one thread. */
public final class Generation implements AutoCloseable {
  private final NDManager manager;
  private final Transformer network;

  private Generation(NDManager manager, Transformer network) {
    this.manager = manager;
    this.network = network;
  }

  /**
   * Loads a checkpoint, to be closed by the caller.
   *
   * @throws io.palimpsest.schemas.InvalidInputException if it is missing or damaged
   */
  public static Generation open(Storage storage, String checkpoint) throws IOException {
    NDManager manager = Torch.newManager();
    try {
      return new Generation(manager, Checkpoint.load(storage, checkpoint, manager));
    } catch (IOException | RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /** The network's shape. */
  public ModelConfig config() {
    return network.config();
  }

  /** Writes with the network, up to the id that ends a sequence. */
  public TextGenerator text(int eos) {
    return new TextGenerator(network, eos, manager);
  }

  /** Draws with the network. */
  public PatchGenerator patches() {
    return new PatchGenerator(network, manager);
  }

  @Override
  public void close() {
    network.close();
    manager.close();
  }
}
