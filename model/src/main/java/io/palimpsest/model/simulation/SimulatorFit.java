package io.palimpsest.model.simulation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.palimpsest.model.Torch;
import io.palimpsest.model.network.TorchScript;
import io.palimpsest.model.optimize.AdamW;
import io.palimpsest.model.optimize.LearningRate;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.RunRole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Fits a simulator by teacher forcing: the mean squared error of forecasts that are given the true
 * values before (arXiv 2404.07840, equation 6). An update projects each example once and forecasts
 * its transitions for all test examples by matrix products, instead of pair by pair.
 *
 * <p>The best weights by a roll-out of the validation runs are kept.
 */
public final class SimulatorFit {
  /** Test examples of an update where a network of both features takes N times as long. */
  private static final int COLUMNS = 16;

  private final SimulatorConfig config;
  private final Recordings fit;
  private final Recordings validation;
  private final Features features;
  private final Random random;

  /** Hears of each validation. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Called behind a validation.
     *
     * @param updates so far
     * @param error mean squared error of the roll-out
     */
    void validated(int updates, double error);
  }

  /**
   * What came of a fit.
   *
   * @param error of the best weights' roll-out of the validation runs, or, without such runs, of
   *     those of the fit
   * @param updates until the best weights
   * @param seconds of the whole fit
   */
  public record Result(Simulator simulator, double error, int updates, double seconds) {}

  private SimulatorFit(SimulatorConfig config, Recordings recordings, Features features) {
    this.config = config;
    this.features = features;
    this.fit = recordings.of(RunRole.FIT);
    Recordings chosen = recordings.of(RunRole.VALIDATION);
    this.validation = chosen.runs().isEmpty() ? fit : chosen;
    this.random = new Random(config.seed());
    if (fit.runs().isEmpty() || fit.tests().isEmpty()) {
      throw new InvalidInputException(
          "there are %d runs and %d test examples for the fit: it needs one of each"
              .formatted(fit.runs().size(), fit.tests().size()));
    }
  }

  /**
   * Fits a simulator to the runs of role FIT.
   *
   * @param recordings of runs of roles FIT and VALIDATION, with the test examples of the fit
   * @throws InvalidInputException if there are none for the fit, or an example has no features
   */
  public static Result run(
      SimulatorConfig config, Recordings recordings, Features features, Listener listener) {
    return new SimulatorFit(config, recordings, features).run(listener);
  }

  private Result run(Listener listener) {
    long start = System.nanoTime();
    Simulator simulator = new Simulator(config, fit, features.dimension());
    try (NDManager manager = Torch.newManager();
        TorchScript script = TorchScript.of(manager)) {
      Map<String, NDArray> weights = simulator.network().weights();
      LearningRate rates =
          new LearningRate(
              config.learningRate(), Math.min(config.warmup(), config.updates()), config.updates());
      Best best = new Best(simulator);
      try (Updates updates = new Updates(simulator, script, manager);
          AdamW optimizer = new AdamW(script, weights, config.weightDecay(), manager)) {
        for (int update = 1; update <= config.updates() && best.isNear(update); update++) {
          updates.take(update, rates.at(update), optimizer);
          if (update % SimulatorConfig.VALIDATE_EVERY == 0 || update == config.updates()) {
            listener.validated(update, best.look(update));
          }
        }
      }
      best.restore();
      return new Result(simulator, best.error, best.update, (System.nanoTime() - start) / 1e9);
    }
  }

  /** Mean squared error of a roll-out of the validation runs, behind the first values. */
  private double error(Simulator simulator) {
    List<float[][]> forecasts = simulator.rollOut(validation, features);
    double squares = 0;
    long count = 0;
    for (int run = 0; run < forecasts.size(); run++) {
      float[][] truth = validation.runs().get(run).values();
      for (int m = 1; m < truth.length; m++) {
        for (int test = 0; test < truth[m].length; test++) {
          double error = (double) forecasts.get(run)[m][test] - truth[m][test];
          squares += error * error;
          count++;
        }
      }
    }
    return Double.isFinite(squares) ? squares / count : Double.POSITIVE_INFINITY;
  }

  /** The best weights so far. */
  private final class Best {
    private final Simulator simulator;
    private final Map<String, float[]> weights = new LinkedHashMap<>();
    private double error = Double.POSITIVE_INFINITY;
    private int update;

    Best(Simulator simulator) {
      this.simulator = simulator;
    }

    /** Whether patience is not at its end. */
    boolean isNear(int now) {
      return now - update <= config.patience() * SimulatorConfig.VALIDATE_EVERY;
    }

    double look(int now) {
      double found = error(simulator);
      if (found < error || weights.isEmpty()) {
        error = found;
        update = now;
        simulator.network().weights().forEach((name, w) -> weights.put(name, w.toFloatArray()));
      }
      return found;
    }

    void restore() {
      Torch.disableGradients();
      simulator.network().weights().forEach((name, array) -> array.set(weights.get(name)));
    }
  }

  /** Updates on transitions drawn epoch by epoch, each once before any comes again. */
  private final class Updates implements AutoCloseable {
    private final Simulator simulator;
    private final TorchScript script;
    private final NDManager manager;
    private final List<NDArray> weights;
    private final Transitions transitions;
    private final NDArray train;
    private final NDArray test;
    private final List<Integer> left = new ArrayList<>();

    Updates(Simulator simulator, TorchScript script, NDManager parent) {
      this.simulator = simulator;
      this.script = script;
      this.manager = parent.newSubManager();
      this.weights = List.copyOf(simulator.network().weights().values());
      this.transitions = Transitions.of(fit, config.order(), manager);
      boolean featurized = config.variant().isFeaturized();
      this.train = featurized ? features.of(fit.trained(), manager) : null;
      this.test = featurized ? features.of(fit.tests(), manager) : null;
      weights.forEach(weight -> weight.setRequiresGradient(true));
    }

    void take(int update, double rate, AdamW optimizer) {
      Torch.enableGradients();
      try (NDManager arrays = manager.newSubManager()) {
        // What is made of an array goes where it is attached: with this update all of it is gone.
        weights.forEach(weight -> weight.tempAttach(arrays));
        if (config.variant().isFeaturized()) {
          train.tempAttach(arrays);
          test.tempAttach(arrays);
        }
        NDArray rows = arrays.create(draw(transitions.count(), config.batch(), left));
        NDArray loss = config.variant() == Variant.CONCAT ? partLoss(rows) : loss(rows);
        NDList gradients = script.gradients(loss, weights);
        Torch.disableGradients();
        optimizer.update(update, rate, gradients, 1);
      }
    }

    private NDArray loss(NDArray rows) {
      NDList coefficients = simulator.network().coefficients(train, test);
      NDArray loss =
          loss(
              script.rows(transitions.batches(), rows),
              transitions.before().stream().map(each -> script.rows(each, rows)).toList(),
              script.rows(transitions.after(), rows),
              coefficients);
      return config.penalty() == 0 ? loss : loss.add(penalty(coefficients));
    }

    /** The loss of some test examples. */
    private NDArray partLoss(NDArray rows) {
      NDArray columns =
          rows.getManager()
              .create(
                  draw(
                      fit.tests().size(),
                      Math.min(COLUMNS, fit.tests().size()),
                      new ArrayList<>()));
      NDList coefficients = simulator.network().coefficients(train, script.rows(test, columns));
      return loss(
          script.rows(transitions.batches(), rows),
          transitions.before().stream().map(each -> chosen(each, rows, columns)).toList(),
          chosen(transitions.after(), rows, columns),
          coefficients);
    }

    private NDArray chosen(NDArray matrix, NDArray rows, NDArray columns) {
      return script.rows(script.rows(matrix, rows).transpose(), columns).transpose();
    }

    private NDArray loss(
        NDArray batches, List<NDArray> before, NDArray after, NDList coefficients) {
      NDArray forecast = batches.matMul(coefficients.get(config.order()));
      for (int j = 0; j < config.order(); j++) {
        forecast = forecast.add(batches.matMul(coefficients.get(j)).mul(before.get(j)));
      }
      return forecast.sub(after).square().mean();
    }

    private NDArray penalty(NDList coefficients) {
      NDArray sum = coefficients.get(0).square().mean();
      for (NDArray each : coefficients.subNDList(1)) {
        sum = sum.add(each.square().mean());
      }
      return sum.mul(config.penalty());
    }

    /** Indices that are left of an epoch; a new one begins when none are. */
    private long[] draw(int count, int wanted, List<Integer> left) {
      if (left.isEmpty()) {
        IntStream.range(0, count).forEach(left::add);
        java.util.Collections.shuffle(left, random);
      }
      List<Integer> drawn = left.subList(Math.max(0, left.size() - wanted), left.size());
      long[] indices = drawn.stream().mapToLong(Integer::longValue).toArray();
      drawn.clear();
      return indices;
    }

    @Override
    public void close() {
      Torch.disableGradients();
      weights.forEach(weight -> weight.setRequiresGradient(false));
      manager.close();
    }
  }
}
