package io.palimpsest.model.finetuning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palimpsest.model.Torch;
import io.palimpsest.schemas.artifact.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The seeds that earlier attempts have finished, each a directory that counts from when its {@value
 * #RESULT} is there, which is moved in last. Seeds of another number of threads lie apart, for
 * their weights may differ.
 */
final class FinishedSeeds {
  private static final Logger LOG = LoggerFactory.getLogger(FinishedSeeds.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RESULT = "result.json";

  private final Storage storage;
  private final String states;
  private final FinetuningConfig config;

  FinishedSeeds(FinetuningFiles files, FinetuningConfig config) {
    this.storage = files.storage();
    this.states = files.states();
    this.config = config;
  }

  /** What a file says: the result, and what it is a result of. */
  private record Finished(FinetuningConfig config, SeedResult result) {}

  /** The result of a seed that is finished. */
  Optional<SeedResult> find(long seed) throws IOException {
    String place = directory(seed) + "/" + RESULT;
    if (storage.size(place).isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = storage.open(place)) {
      Finished finished = JSON.readValue(in.readAllBytes(), Finished.class);
      if (finished.config().equals(config.ofSeed(seed))) {
        return Optional.of(finished.result());
      }
      LOG.info("{} is of another configuration and passed over", place);
    } catch (JsonProcessingException e) {
      LOG.warn("{} is damaged and passed over: {}", place, e.getMessage());
    }
    return Optional.empty();
  }

  /** Moves a finished seed's files in. */
  void add(SeedResult result, String from) throws IOException {
    String to = directory(result.seed());
    // First what another attempt may have left, so that the result never stands beside its files.
    storage.delete(List.of(to + "/" + RESULT));
    storage.delete(storage.list(to));
    List<String> files = storage.list(from);
    storage.move(
        files, files.stream().map(file -> to + "/" + file.substring(from.length() + 1)).toList());
    String mark = from + "/" + RESULT;
    try (OutputStream out = storage.create(mark)) {
      out.write(JSON.writeValueAsBytes(new Finished(config.ofSeed(result.seed()), result)));
    }
    storage.move(List.of(mark), List.of(to + "/" + RESULT));
  }

  /** Copies a finished seed's network and log; they stay here until the artifact is committed. */
  void copy(long seed, String to) throws IOException {
    String from = directory(seed);
    for (String file : storage.list(from)) {
      String name = file.substring(from.length() + 1);
      if (!name.equals(RESULT)) {
        try (InputStream in = storage.open(file);
            OutputStream out = storage.create(to + "/" + name)) {
          in.transferTo(out);
        }
      }
    }
  }

  private String directory(long seed) {
    return "%s/%s-threads-%d".formatted(states, FinetunedModel.directory(seed), Torch.threads());
  }
}
