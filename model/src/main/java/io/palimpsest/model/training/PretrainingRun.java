package io.palimpsest.model.training;

import ai.djl.ndarray.NDManager;
import io.palimpsest.model.Torch;
import io.palimpsest.model.checkpoint.Checkpoint;
import io.palimpsest.model.data.Position;
import io.palimpsest.model.data.TrainingStream;
import io.palimpsest.model.events.TrainingEvents;
import io.palimpsest.model.network.Transformer;
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
  private static final double NANOS_PER_MINUTE = 60e9;

  private final PretrainingConfig config;
  private final PretrainingFiles files;
  private final StateDirectory states;
  private final NDManager manager = Torch.newManager();
  private final Transformer network;
  private final AdamW optimizer;
  private final Trainer trainer;
  private final Loader loader;
  private final List<TrainingStep> log = new ArrayList<>();
  private long saved = System.nanoTime();

  PretrainingRun(PretrainingConfig config, PretrainingFiles files) throws IOException {
    Torch.enableGradients();
    this.config = config;
    this.files = files;
    this.states = new StateDirectory(files, config, Torch.threads());
    Optional<TrainingState> state = states.newest();
    this.network = network(state);
    this.optimizer = new AdamW(network.script(), network.weights(), config.weightDecay(), manager);
    state.ifPresent(s -> optimizer.restore(s.means(), s.variances()));
    state.ifPresent(s -> log.addAll(s.log()));
    LearningRate schedule =
        new LearningRate(config.learningRate(), config.warmup(), config.steps());
    this.trainer = new Trainer(network, optimizer, schedule, config.clip(), manager);
    Position start = state.map(TrainingState::position).orElse(Position.START);
    TrainingStream stream =
        new TrainingStream(files.storage(), files.shards(), config.seed(), start);
    this.loader = new Loader(config, stream, log.size() + 1);
  }

  private Transformer network(Optional<TrainingState> state) {
    return state
        .map(s -> Transformer.withWeights(config.model(), config.precision(), manager, s.weights()))
        .orElseGet(
            () ->
                Transformer.initialized(
                    config.model(), config.seed(), config.precision(), manager));
  }

  PretrainingMetrics toEnd(Consumer<TrainingStep> listener) throws IOException {
    while (log.size() < config.steps()) {
      long begin = System.nanoTime();
      Loader.Step step = loader.next();
      double waited = (System.nanoTime() - begin) / NANOS;
      Trainer.Outcome outcome = trainer.step(log.size() + 1, step.parts());
      log.add(entry(step, outcome, (System.nanoTime() - begin) / NANOS, waited));
      listener.accept(last());
      saveIfDue(step.end());
    }
    writeOutput();
    return PretrainingMetrics.of(log, network.size());
  }

  private TrainingStep entry(
      Loader.Step step, Trainer.Outcome outcome, double seconds, double waited) {
    return new TrainingStep(
        log.size() + 1,
        (float) outcome.loss(),
        (float) outcome.learningRate(),
        (float) outcome.gradientNorm(),
        (log.isEmpty() ? 0 : last().getPatches()) + step.patches(),
        (float) seconds,
        (log.isEmpty() ? 0 : last().getTokens()) + step.tokens(),
        outcome.patchLoss().map(Double::floatValue).orElse(null),
        outcome.tokenLoss().map(Double::floatValue).orElse(null),
        (float) waited);
  }

  private TrainingStep last() {
    return log.get(log.size() - 1);
  }

  private void saveIfDue(Position position) throws IOException {
    boolean stepsAreOver = log.size() % config.checkpointEvery() == 0;
    double minutes = (System.nanoTime() - saved) / NANOS_PER_MINUTE;
    if (stepsAreOver || minutes >= config.checkpointMinutes()) {
      states.save(position, log, network, optimizer);
      saved = System.nanoTime();
    }
  }

  private void writeOutput() throws IOException {
    try (OutputStream out = files.storage().create(files.output() + "/" + Pretraining.LOG)) {
      out.write(TrainingLog.write(log));
    }
    TrainingEvents.write(log, files.storage(), files.output());
    Checkpoint.save(network, files.storage(), files.output());
  }

  @Override
  public void close() throws IOException {
    loader.close();
    network.close();
    manager.close();
  }
}
