package io.palimpsest.model.evaluation;

import io.palimpsest.schemas.artifact.Storage;
import java.util.List;

/**
 * What an evaluation reads.
 *
 * @param storage for all paths
 * @param checkpoint directory of a {@link io.palimpsest.model.checkpoint.Checkpoint}
 * @param train shards that the mean patch is taken from
 * @param validation shards to score
 */
public record EvaluationFiles(
    Storage storage, String checkpoint, List<String> train, List<String> validation) {
  public EvaluationFiles {
    train = List.copyOf(train);
    validation = List.copyOf(validation);
  }
}
