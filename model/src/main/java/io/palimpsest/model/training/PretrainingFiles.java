package io.palimpsest.model.training;

import io.palimpsest.schemas.artifact.Storage;
import java.util.List;

/**
 * Where a pre-training run reads and writes.
 *
 * @param storage for all paths
 * @param shards record files of {@link io.palimpsest.schemas.record.PatchSequence}, already
 *     shuffled; their order in this list matters
 * @param states directory of saved states, kept from one attempt to the next
 * @param scratch directory of this attempt alone, for files that are not whole yet
 * @param output directory for the checkpoint and the log
 */
public record PretrainingFiles(
    Storage storage, List<String> shards, String states, String scratch, String output) {
  public PretrainingFiles {
    shards = List.copyOf(shards);
  }
}
