package io.palimpsest.model.training;

import io.palimpsest.model.checkpoint.DamagedFileException;
import io.palimpsest.model.data.Position;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.model.optimize.AdamW;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.schemas.record.TrainingStep;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The saved states of a run. A state is written in the attempt's own scratch directory and moved in
 * whole; the last two are kept, so that one is left if the newest turns out damaged. Runs of the
 * same training at the same time may share the directory: their states are the same.
 */
final class StateDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(StateDirectory.class);
  private static final String PARTIAL = ".partial";
  private static final int KEPT = 2;

  private final Storage storage;
  private final String directory;
  private final String scratch;
  private final PretrainingConfig config;
  private final int threads;

  StateDirectory(PretrainingFiles files, PretrainingConfig config, int threads) {
    this.storage = files.storage();
    this.directory = files.states();
    this.scratch = files.scratch();
    this.config = config;
    this.threads = threads;
  }

  void save(Position position, List<TrainingStep> log, Transformer network, AdamW optimizer)
      throws IOException {
    String path = "%s/state-%08d%s".formatted(directory, log.size(), suffix());
    String partial = "%s/%s%s".formatted(scratch, UUID.randomUUID(), PARTIAL);
    try (OutputStream out = storage.create(partial)) {
      StateFile.write(out, config, threads, position, log, network, optimizer);
    }
    storage.move(List.of(partial), List.of(path));
    List<String> states = newestFirst();
    storage.delete(states.subList(Math.min(KEPT, states.size()), states.size()));
  }

  /** The newest state that is sound and of this configuration and number of threads. */
  Optional<TrainingState> newest() throws IOException {
    for (String path : newestFirst()) {
      try (InputStream in = new BufferedInputStream(storage.open(path))) {
        return Optional.of(StateFile.read(in, path, config, threads));
      } catch (FileNotFoundException e) {
        LOG.info("{} is gone: another run of the same training went on or ended", path);
      } catch (DamagedFileException e) {
        LOG.warn("{} is damaged and passed over: {}", path, e.getMessage());
      } catch (StateOfAnotherRunException e) {
        LOG.info("{} is of another run and passed over: {}", path, e.getMessage());
      }
    }
    return Optional.empty();
  }

  /** The paths of this thread count's states; the step's fixed width makes names sort by it. */
  private List<String> newestFirst() throws IOException {
    Pattern name = Pattern.compile(".*/state-\\d+" + Pattern.quote(suffix()));
    return storage.list(directory).stream()
        .filter(path -> name.matcher(path).matches())
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  private String suffix() {
    return "-threads-" + threads + ".safetensors";
  }
}
