package io.palimpsest.model.forecast;

import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.schemas.record.TrainingRun;
import java.io.IOException;
import java.util.Optional;

/** A method that was fitted to recorded runs and forecasts others from their curricula. */
public interface Forecaster extends AutoCloseable {
  /**
   * The forecast of a run of which the first measurements are known.
   *
   * @param study with the run, its examples and the first value of each of its trajectories
   * @param effects whether those of the training examples are wanted
   * @return nothing if the method cannot say anything about such a run
   * @throws io.palimpsest.schemas.InvalidInputException if what it needs to know of an example is
   *     missing
   */
  Optional<RunForecast> forecast(Study study, TrainingRun run, boolean effects);

  /** Writes it below a directory. */
  void save(Storage storage, String directory) throws IOException;

  @Override
  void close();
}
