package io.palimpsest.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.palimpsest.model.Torch;
import io.palimpsest.model.checkpoint.Checkpoint;
import io.palimpsest.model.network.Inputs;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.model.tokenizer.Tokenizer;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A language model's own states behind its last layer. A text that is longer than the model's
 * context loses its beginning, so that the answer stays.
 */
public final class SubjectEncoder implements TextEncoder {
  private static final int POSITIONS = 4096;

  private final NDManager manager = Torch.newManager();
  private final Transformer network;
  private final Tokenizer tokenizer;
  private final Pooling pooling;
  private final String digest;

  /**
   * Loads a model.
   *
   * @param checkpoint its directory
   * @param tokenizer that it was trained with; closed with this
   * @param digest of the model's weights and the tokenizer
   * @throws InvalidInputException if the checkpoint is damaged or no language model
   */
  public SubjectEncoder(
      Storage storage, String checkpoint, Tokenizer tokenizer, Pooling pooling, String digest)
      throws IOException {
    this.network = Checkpoint.load(storage, checkpoint, manager);
    this.tokenizer = tokenizer;
    this.pooling = pooling;
    this.digest = "subject-%s-%s".formatted(pooling.name().toLowerCase(Locale.ROOT), digest);
    if (!network.config().readsTokens() || !network.config().causal()) {
      throw new InvalidInputException(
          "%s is no language model: give a checkpoint that was pre-trained on text"
              .formatted(checkpoint));
    }
  }

  @Override
  public String digest() {
    return digest;
  }

  @Override
  public float[][] encode(List<String> texts) {
    Torch.disableGradients();
    List<long[]> tokens = texts.stream().map(this::tokens).toList();
    float[][] vectors = new float[texts.size()][];
    for (List<Integer> batch : LengthBatches.of(tokens, ids -> ids.length, POSITIONS)) {
      float[][] found = encoded(batch.stream().map(tokens::get).toList());
      for (int i = 0; i < found.length; i++) {
        vectors[batch.get(i)] = found[i];
      }
    }
    return vectors;
  }

  private long[] tokens(String text) {
    List<Integer> ids = new ArrayList<>();
    ids.add(tokenizer.bos());
    for (int id : tokenizer.encode(text).ids()) {
      ids.add(id);
    }
    int context = network.config().context();
    List<Integer> kept = ids.subList(Math.max(0, ids.size() - context), ids.size());
    return kept.stream().mapToLong(Integer::longValue).toArray();
  }

  private float[][] encoded(List<long[]> rows) {
    int width = rows.stream().mapToInt(row -> row.length).max().orElseThrow();
    int hidden = network.config().hidden();
    long[] ids = new long[rows.size() * width];
    for (int row = 0; row < rows.size(); row++) {
      System.arraycopy(rows.get(row), 0, ids, row * width, rows.get(row).length);
    }
    try (NDManager arrays = manager.newSubManager()) {
      NDArray layout = arrays.arange(0, ids.length, 1, DataType.INT64).reshape(rows.size(), width);
      Inputs inputs =
          new Inputs(Optional.empty(), Optional.of(arrays.create(ids)), layout, Optional.empty());
      float[] states = network.states(inputs).toFloatArray();
      float[][] vectors = new float[rows.size()][];
      for (int row = 0; row < vectors.length; row++) {
        vectors[row] = pooled(states, row * width * hidden, rows.get(row).length, hidden);
      }
      return vectors;
    }
  }

  private float[] pooled(float[] states, int start, int length, int hidden) {
    int first = pooling == Pooling.LAST ? length - 1 : 0;
    float[] vector = new float[hidden];
    for (int position = first; position < length; position++) {
      for (int i = 0; i < hidden; i++) {
        vector[i] += states[start + position * hidden + i] / (length - first);
      }
    }
    return vector;
  }

  @Override
  public void close() {
    tokenizer.close();
    network.close();
    manager.close();
  }
}
