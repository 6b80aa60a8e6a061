package io.palimpsest.model.finetuning;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palimpsest.model.Torch;
import io.palimpsest.model.checkpoint.Checkpoint;
import io.palimpsest.model.data.Batch;
import io.palimpsest.model.data.LabelPrediction;
import io.palimpsest.model.data.Position;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.data.TrainingStream;
import io.palimpsest.model.events.TrainingEvents;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.model.optimize.AdamW;
import io.palimpsest.model.optimize.LearningRate;
import io.palimpsest.model.task.Task;
import io.palimpsest.model.task.TaskScores;
import io.palimpsest.model.training.Trainer;
import io.palimpsest.model.training.TrainingLog;
import io.palimpsest.schemas.record.TrainingStep;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;

/**
 * The fine-tuning of one seed, from the pre-trained weights to its end. The best weights so far lie
 * in a directory of the attempt, and with them in the end the logs.
 */
final class SeedRun implements AutoCloseable {
  private static final double NANOS = 1e9;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FinetuningConfig config;
  private final FinetuningFiles files;
  private final long seed;
  private final Task task;
  private final String scratch;
  private final NDManager manager = Torch.newManager();
  private final Transformer network;
  private final Trainer trainer;
  private final LabelPredictor predictor;
  private final TrainingStream stream;
  private final BestScore best;
  private final List<TrainingStep> log = new ArrayList<>();
  private final ByteArrayOutputStream evaluations = new ByteArrayOutputStream();
  private final long begin = System.nanoTime();

  /**
   * @param train shards to learn from
   */
  SeedRun(FinetuningConfig config, FinetuningFiles files, List<String> train, long seed)
      throws IOException {
    Torch.enableGradients();
    this.config = config;
    this.files = files;
    this.seed = seed;
    this.task = config.task();
    this.scratch = files.scratch() + "/" + UUID.randomUUID();
    this.network =
        Checkpoint.loadForLabels(
            files.storage(),
            files.checkpoint(),
            task.isRegression() ? 1 : task.labels().size(),
            seed,
            config.precision(),
            manager);
    AdamW optimizer = new AdamW(network.script(), network.weights(), config.weightDecay(), manager);
    LearningRate schedule =
        new LearningRate(config.learningRate(), config.warmup(), config.steps());
    this.trainer = new Trainer(network, optimizer, schedule, config.clip(), manager);
    this.predictor = new LabelPredictor(network, task, partSize(), manager);
    this.stream = new TrainingStream(files.storage(), train, seed, Position.START);
    this.best = new BestScore(task.name() + "." + task.primary().id(), config.patience());
  }

  SeedResult toEnd(Finetuning.Listener listener) throws IOException {
    while (log.size() < config.steps() && !best.isTimeToStop()) {
      step();
      listener.step(seed, log.get(log.size() - 1));
      if (log.size() % config.evaluateEvery() == 0 || log.size() == config.steps()) {
        evaluate();
      }
    }
    writeLogs();
    return new SeedResult(
        seed,
        log.size(),
        best.step(),
        best.figures(),
        (System.nanoTime() - begin) / NANOS,
        network.size());
  }

  /** Where the best weights lie. */
  String directory() {
    return directory(best.step());
  }

  private void step() throws IOException {
    long start = System.nanoTime();
    List<Batch> parts = parts(stream.next(config.batchSize()));
    double waited = (System.nanoTime() - start) / NANOS;
    Torch.enableGradients();
    Trainer.Outcome outcome =
        trainer.step(log.size() + 1, parts, new LabelLoss(network, task, config.batchSize()));
    log.add(
        TrainingStep.newBuilder()
            .setStep(log.size() + 1)
            .setLoss((float) outcome.loss())
            .setLearningRate((float) outcome.learningRate())
            .setGradientNorm((float) outcome.gradientNorm())
            .setPatches(0)
            .setSeconds((float) ((System.nanoTime() - start) / NANOS))
            .setWaitSeconds((float) waited)
            .build());
  }

  private List<Batch> parts(List<Sample> samples) {
    List<Batch> parts = new ArrayList<>();
    for (int start = 0; start < samples.size(); start += partSize()) {
      int end = Math.min(samples.size(), start + partSize());
      parts.add(new Batch(samples.subList(start, end), network.config(), LabelPrediction.INSTANCE));
    }
    return parts;
  }

  private int partSize() {
    return (config.batchSize() + config.accumulation() - 1) / config.accumulation();
  }

  private void evaluate() throws IOException {
    TaskScores scores = new TaskScores(task);
    predictor.predict(
        files.storage(),
        files.validation(),
        each ->
            each.expected()
                .ifPresent(expected -> scores.add(each.id(), expected, each.predicted())));
    SortedMap<String, Double> figures = scores.figures("");
    ObjectNode line = JSON.createObjectNode().put("step", log.size());
    figures.forEach(line::put);
    evaluations.writeBytes(JSON.writeValueAsBytes(line));
    evaluations.write('\n');
    int before = best.step();
    if (best.improves(log.size(), figures)) {
      Checkpoint.save(network, files.storage(), directory());
      files.storage().delete(files.storage().list(directory(before)));
    }
  }

  private String directory(int step) {
    return "%s/step-%08d".formatted(scratch, step);
  }

  private void writeLogs() throws IOException {
    write(Finetuning.LOG, TrainingLog.write(log));
    write(Finetuning.EVALUATIONS, evaluations.toByteArray());
    TrainingEvents.write(log, files.storage(), directory());
  }

  private void write(String name, byte[] bytes) throws IOException {
    try (OutputStream out = files.storage().create(directory() + "/" + name)) {
      out.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
    network.close();
    manager.close();
  }
}
