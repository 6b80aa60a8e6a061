package io.palimpsest.model.scoring;

import ai.djl.ndarray.NDManager;
import io.palimpsest.model.Torch;
import io.palimpsest.model.checkpoint.Checkpoint;
import io.palimpsest.model.finetuning.FinetunedModel;
import io.palimpsest.model.finetuning.LabelPredictor;
import io.palimpsest.model.finetuning.SeedFigures;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.model.scoring.ScoringConfig.Part;
import io.palimpsest.model.task.Task;
import io.palimpsest.model.task.Tasks;
import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.LongConsumer;

/**
 * Scores the networks of a fine-tuned model, one for each seed, and writes what they predict:
 * {@code predictions-validation.tsv} and {@code predictions-test.tsv} ({@link PredictionTable}),
 * and, for a task whose test labels are kept secret, {@code submission/} with the files that GLUE's
 * server takes, of the seed that did best on the validation examples while it was fine-tuned, of
 * equal ones the first.
 */
public final class TaskEvaluation {
  /** The directory of the submission files. */
  public static final String SUBMISSION = "submission";

  private final ScoringConfig config;
  private final ScoringFiles files;
  private final FinetunedModel model;
  private final Task task;
  private final Map<Part, PredictionTable> tables = new EnumMap<>(Part.class);

  private TaskEvaluation(ScoringConfig config, ScoringFiles files) throws IOException {
    this.config = config;
    this.files = files;
    this.model = FinetunedModel.read(files.storage(), files.checkpoint());
    this.task = Tasks.named(model.task());
  }

  /**
   * Predicts, writes and scores.
   *
   * @param listener is told each seed whose predictions are made
   * @return {@code <task>.<metric>.mean} and {@code .std} over the seeds, those of each subset, and
   *     the numbers of {@code examples} and {@code seeds}
   * @throws InvalidInputException if the records do not fit the networks or the task, or those to
   *     be scored have no labels
   */
  public static SortedMap<String, Double> run(
      ScoringConfig config, ScoringFiles files, LongConsumer listener) throws IOException {
    return new TaskEvaluation(config, files).toEnd(listener);
  }

  private SortedMap<String, Double> toEnd(LongConsumer listener) throws IOException {
    tables.put(Part.VALIDATION, new PredictionTable(task));
    tables.put(Part.TEST, new PredictionTable(task));
    for (FinetunedModel.Seed seed : model.seeds()) {
      predict(seed);
      listener.accept(seed.seed());
    }
    for (Map.Entry<Part, PredictionTable> table : tables.entrySet()) {
      table.getValue().write(files.storage(), path(table.getKey()));
    }
    new Submission(task, best()).write(tables.get(Part.TEST), files.storage(), files.output());
    return figures();
  }

  private void predict(FinetunedModel.Seed seed) throws IOException {
    String directory = files.checkpoint() + "/" + seed.directory();
    try (NDManager manager = Torch.newManager();
        Transformer network =
            Checkpoint.load(files.storage(), directory, config.precision(), manager)) {
      LabelPredictor predictor = new LabelPredictor(network, task, config.batchSize(), manager);
      predict(predictor, seed, Part.VALIDATION, files.validation());
      predict(predictor, seed, Part.TEST, files.test());
    }
  }

  private void predict(
      LabelPredictor predictor, FinetunedModel.Seed seed, Part part, List<String> shards)
      throws IOException {
    PredictionTable table = tables.get(part);
    table.begin(seed.directory());
    predictor.predict(files.storage(), shards, table::add);
  }

  private String path(Part part) {
    return "%s/predictions-%s.tsv".formatted(files.output(), part.label());
  }

  /** The seed with the best primary figure on validation. */
  private int best() {
    String figure = task.name() + "." + task.primary().id();
    int best = 0;
    for (int i = 1; i < model.seeds().size(); i++) {
      if (score(i, figure) > score(best, figure)) {
        best = i;
      }
    }
    return best;
  }

  private double score(int seed, String figure) {
    return model.seeds().get(seed).validation().get(figure);
  }

  private SortedMap<String, Double> figures() {
    PredictionTable table = tables.get(config.scored());
    if (table.labelled() == 0) {
      throw new InvalidInputException(
          "no %s record has a label of task %s: set split to examples that have labels"
              .formatted(config.scored().label(), task.name()));
    }
    List<SortedMap<String, Double>> seeds = new ArrayList<>();
    for (int seed = 0; seed < model.seeds().size(); seed++) {
      seeds.add(table.scores(seed).figures(""));
    }
    SortedMap<String, Double> figures = SeedFigures.of(seeds);
    figures.put("examples", (double) table.labelled());
    figures.put("seeds", (double) model.seeds().size());
    return figures;
  }
}
