package io.palimpsest.model.finetuning;

import io.palimpsest.schemas.artifact.Storage;
import java.util.List;

/**
 * Where a fine-tuning reads and writes.
 *
 * @param storage for all paths
 * @param checkpoint directory of the pre-trained {@link io.palimpsest.model.checkpoint.Checkpoint}
 * @param train shards of labelled samples, already shuffled; their order matters
 * @param validation shards of labelled samples that decide which weights are kept
 * @param states directory of finished seeds, kept from one attempt to the next
 * @param scratch directory of this attempt alone, for files that are not whole yet
 * @param output directory for the networks of all seeds
 */
public record FinetuningFiles(
    Storage storage,
    String checkpoint,
    List<String> train,
    List<String> validation,
    String states,
    String scratch,
    String output) {
  public FinetuningFiles {
    train = List.copyOf(train);
    validation = List.copyOf(validation);
  }
}
