package io.palimpsest.model.evaluation;

import ai.djl.ndarray.NDManager;
import io.palimpsest.model.Torch;
import io.palimpsest.model.checkpoint.Checkpoint;
import io.palimpsest.model.data.Batch;
import io.palimpsest.model.data.MaskedPatches;
import io.palimpsest.model.data.NextPrediction;
import io.palimpsest.model.data.Objective;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.data.SampleReader;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Modality;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Scores a checkpoint on validation samples as it was pre-trained: its forecasts of next patches
 * and tokens, or of masked patches, the same in each evaluation.
 */
public final class LanguageEvaluation {
  private static final int MASK_SEED = 0;

  private LanguageEvaluation() {}

  /**
   * Scores at most {@code config.sequences()} first samples, those of each modality apart.
   *
   * @throws InvalidInputException if the checkpoint is damaged, the records do not fit it, or there
   *     are none
   */
  public static Map<Modality, Scores> run(EvaluationConfig config, EvaluationFiles files)
      throws IOException {
    Torch.disableGradients();
    try (NDManager manager = Torch.newManager();
        Transformer network =
            Checkpoint.load(files.storage(), files.checkpoint(), config.precision(), manager)) {
      TrivialForecasts trivial = TrivialForecasts.of(files, config, network, manager);
      Map<Modality, ScoreSum> sums = new EnumMap<>(Modality.class);
      for (Modality modality : Modality.values()) {
        sums.put(modality, new ScoreSum(network, trivial, config.forecasts(), manager));
      }
      score(sums, network, config, files);
      return scores(sums);
    }
  }

  private static void score(
      Map<Modality, ScoreSum> sums,
      Transformer network,
      EvaluationConfig config,
      EvaluationFiles files)
      throws IOException {
    try (SampleReader reader = new SampleReader(files.storage(), files.validation())) {
      int left = config.sequences();
      List<Sample> samples = reader.next(Math.min(left, config.batchSize()));
      if (samples.isEmpty()) {
        throw new InvalidInputException("no record to evaluate in " + files.validation());
      }
      while (!samples.isEmpty()) {
        samples.stream()
            .collect(Collectors.groupingBy(Sample::modality))
            .forEach((modality, group) -> sums.get(modality).add(batch(group, network)));
        left -= samples.size();
        samples = reader.next(Math.min(left, config.batchSize()));
      }
    }
  }

  private static Map<Modality, Scores> scores(Map<Modality, ScoreSum> sums) {
    Map<Modality, Scores> scores = new EnumMap<>(Modality.class);
    sums.forEach((modality, sum) -> scores.put(modality, sum.scores()));
    scores.values().removeIf(score -> score.sequences() == 0);
    return scores;
  }

  private static Batch batch(List<Sample> samples, Transformer network) {
    return new Batch(samples, network.config(), objective(network));
  }

  private static Objective objective(Transformer network) {
    return network.config().causal() ? NextPrediction.INSTANCE : new MaskedPatches(MASK_SEED, 0);
  }

  /**
   * The figures by the names that manifests use: those of images and of texts alone by their own
   * names, those of pairs behind {@code pair.}.
   */
  public static Map<String, Number> byName(Map<Modality, Scores> scores) {
    Map<String, Number> names = new LinkedHashMap<>();
    scores.forEach(
        (modality, score) ->
            score
                .byName()
                .forEach(
                    (name, value) ->
                        names.merge(
                            modality == Modality.PAIR ? "pair." + name : name,
                            value,
                            LanguageEvaluation::sum)));
    return names;
  }

  /** Of images and texts only the number of sequences has one name. */
  private static Number sum(Number a, Number b) {
    return a.longValue() + b.longValue();
  }
}
