package io.palimpsest.model.scoring;

import io.palimpsest.schemas.artifact.Storage;
import java.util.List;

/**
 * What the scoring of a fine-tuned model reads and writes.
 *
 * @param storage for all paths
 * @param checkpoint directory of a {@link io.palimpsest.model.finetuning.FinetunedModel}
 * @param validation shards of samples
 * @param test shards of samples, perhaps without labels; may be none
 * @param output directory for predictions
 */
public record ScoringFiles(
    Storage storage, String checkpoint, List<String> validation, List<String> test, String output) {
  public ScoringFiles {
    validation = List.copyOf(validation);
    test = List.copyOf(test);
  }
}
