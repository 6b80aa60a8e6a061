package io.palimpsest.model.training;

import ai.djl.ndarray.NDManager;
import io.palimpsest.model.Torch;
import io.palimpsest.model.checkpoint.Checkpoint;
import io.palimpsest.model.data.PatchBatch;
import io.palimpsest.model.data.Position;
import io.palimpsest.model.data.TrainingStream;
import io.palimpsest.model.network.PatchDecoder;
import io.palimpsest.model.optimize.AdamW;
import io.palimpsest.model.optimize.LearningRate;
import io.palimpsest.schemas.record.TrainingStep;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One attempt at a pre-training run, from its newest state or from the start to its end. */
final class PretrainingRun implements AutoCloseable {
  private static final double NANOS = 1e9;

  private final PretrainingConfig config;
  private final PretrainingFiles files;
  private final StateDirectory states;
  private final NDManager manager = Torch.newManager();
  private final PatchDecoder decoder;
  private final AdamW optimizer;
  private final Trainer trainer;
  private final TrainingStream stream;
  private final List<TrainingStep> log = new ArrayList<>();

  PretrainingRun(PretrainingConfig config, PretrainingFiles files) throws IOException {
    this.config = config;
    this.files = files;
    this.states = new StateDirectory(files, config, Torch.threads());
    Optional<TrainingState> state = states.newest();
    this.decoder =
        state
            .map(s -> PatchDecoder.withWeights(config.model(), manager, s.weights()))
            .orElseGet(() -> PatchDecoder.initialized(config.model(), config.seed(), manager));
    this.optimizer = new AdamW(decoder.weights(), config.weightDecay(), manager);
    state.ifPresent(s -> optimizer.restore(s.means(), s.variances()));
    state.ifPresent(s -> log.addAll(s.log()));
    LearningRate schedule =
        new LearningRate(config.learningRate(), config.warmup(), config.steps());
    this.trainer = new Trainer(decoder, optimizer, schedule, config.clip(), manager);
    Position start = state.map(TrainingState::position).orElse(Position.START);
    this.stream = new TrainingStream(files.storage(), files.shards(), config.seed(), start);
  }

  PretrainingMetrics toEnd(Consumer<TrainingStep> listener) throws IOException {
    while (log.size() < config.steps()) {
      TrainingStep step = next();
      log.add(step);
      listener.accept(step);
      if (step.getStep() % config.checkpointEvery() == 0) {
        states.save(stream.position(), log, decoder, optimizer);
      }
    }
    writeOutput();
    return PretrainingMetrics.of(log, decoder.size());
  }

  private TrainingStep next() throws IOException {
    long begin = System.nanoTime();
    int number = log.size() + 1;
    PatchBatch batch = new PatchBatch(stream.next(config.batchSize()), config.model());
    Trainer.Outcome outcome = trainer.step(number, batch);
    return new TrainingStep(
        number,
        (float) outcome.loss(),
        (float) outcome.learningRate(),
        (float) outcome.gradientNorm(),
        seen() + batch.targets(),
        (float) ((System.nanoTime() - begin) / NANOS));
  }

  private long seen() {
    return log.isEmpty() ? 0 : log.get(log.size() - 1).getPatches();
  }

  private void writeOutput() throws IOException {
    try (OutputStream out = files.storage().create(files.output() + "/" + Pretraining.LOG)) {
      out.write(TrainingLog.write(log));
    }
    Checkpoint.save(decoder, files.storage(), files.output());
  }

  @Override
  public void close() throws IOException {
    stream.close();
    manager.close();
  }
}
