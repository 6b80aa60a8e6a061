package io.palimpsest.model.evaluation;

import ai.djl.ndarray.NDManager;
import io.palimpsest.model.Torch;
import io.palimpsest.model.checkpoint.Checkpoint;
import io.palimpsest.model.data.PatchBatch;
import io.palimpsest.model.data.SequenceReader;
import io.palimpsest.model.network.PatchDecoder;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.PatchSequence;
import java.io.IOException;
import java.util.List;

/** Scores a checkpoint's next patch forecasts on validation shards, batch by batch. */
public final class PatchEvaluation {
  private PatchEvaluation() {}

  /**
   * Scores at most {@code config.sequences()} first sequences.
   *
   * @throws InvalidInputException if the checkpoint is damaged, the records do not fit it, or there
   *     are none
   */
  public static PatchScores run(EvaluationConfig config, EvaluationFiles files) throws IOException {
    Torch.disableGradients();
    try (NDManager manager = Torch.newManager();
        PatchDecoder decoder = Checkpoint.load(files.storage(), files.checkpoint(), manager)) {
      float[] constant = MeanPatch.of(files, config, decoder.config(), manager);
      ScoreSum sum = new ScoreSum(decoder, constant, config.forecasts(), manager);
      score(sum, config, files);
      return sum.scores();
    }
  }

  private static void score(ScoreSum sum, EvaluationConfig config, EvaluationFiles files)
      throws IOException {
    try (SequenceReader reader = new SequenceReader(files.storage(), files.validation())) {
      int left = config.sequences();
      List<PatchSequence> batch = reader.next(Math.min(left, config.batchSize()));
      if (batch.isEmpty()) {
        throw new InvalidInputException("no record to evaluate in " + files.validation());
      }
      while (!batch.isEmpty()) {
        sum.add(new PatchBatch(batch, sum.model()));
        left -= batch.size();
        batch = reader.next(Math.min(left, config.batchSize()));
      }
    }
  }
}
