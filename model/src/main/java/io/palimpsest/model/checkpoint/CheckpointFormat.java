package io.palimpsest.model.checkpoint;

import io.palimpsest.schemas.InvalidInputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How a checkpoint's weights are written.
 *
 * @param type {@code F32}, which keeps every bit, or {@code BF16}, which halves the size
 * @param shardBytes the most bytes of tensors in one file, 1 or more; a greater tensor has a file
 *     of its own
 */
public record CheckpointFormat(TensorType type, long shardBytes) {
  /** float32 in files of at most 5 GB, the size at which Hugging Face's writers cut. */
  public static final CheckpointFormat DEFAULT =
      new CheckpointFormat(TensorType.F32, 5_000_000_000L);

  /**
   * Checks both values.
   *
   * @throws InvalidInputException naming the value that is out of bounds
   */
  public CheckpointFormat {
    if (type != TensorType.F32 && type != TensorType.BF16) {
      throw new InvalidInputException("weights cannot be written as " + type + ": use F32 or BF16");
    }
    if (shardBytes < 1) {
      throw new InvalidInputException("shard bytes is " + shardBytes + ": it must be 1 or more");
    }
  }

  /** The tensors by file, in order of their names; at least one list. */
  List<List<Tensor>> shards(List<Tensor> tensors) {
    List<List<Tensor>> shards = new ArrayList<>();
    shards.add(new ArrayList<>());
    long bytes = 0;
    for (Tensor tensor : tensors.stream().sorted(Comparator.comparing(Tensor::name)).toList()) {
      List<Tensor> last = shards.get(shards.size() - 1);
      if (!last.isEmpty() && bytes + tensor.size() > shardBytes) {
        last = new ArrayList<>();
        shards.add(last);
        bytes = 0;
      }
      last.add(tensor);
      bytes += tensor.size();
    }
    return shards;
  }
}
