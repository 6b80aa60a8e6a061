package io.palimpsest.model.finetuning;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.BoundedFile;
import io.palimpsest.schemas.artifact.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.SortedMap;

/**
 * The networks of a fine-tuning, as its file {@value #FILE} names them.
 *
 * @param task name of the task
 * @param seeds one network each
 */
public record FinetunedModel(String task, List<Seed> seeds) {
  public static final String FILE = "finetuning.json";

  private static final ObjectMapper JSON =
      new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  public FinetunedModel {
    seeds = List.copyOf(seeds);
  }

  /**
   * A fine-tuned network.
   *
   * @param seed of its head and its examples' order
   * @param directory of its checkpoint, below this file's
   * @param steps that it was trained for
   * @param bestStep behind which its weights stood
   * @param validation the task's figures on the validation examples then
   */
  public record Seed(
      long seed, String directory, int steps, int bestStep, SortedMap<String, Double> validation) {}

  static FinetunedModel of(String task, List<SeedResult> results) {
    return new FinetunedModel(
        task,
        results.stream()
            .map(
                each ->
                    new Seed(
                        each.seed(),
                        directory(each.seed()),
                        each.steps(),
                        each.bestStep(),
                        each.validation()))
            .toList());
  }

  /** The name of a seed's directory. */
  static String directory(long seed) {
    return "seed-" + seed;
  }

  void write(Storage storage, String directory) throws IOException {
    try (OutputStream out = storage.create(directory + "/" + FILE)) {
      out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
    }
  }

  /**
   * Reads the file in a directory.
   *
   * @throws InvalidInputException if there is none
   */
  public static FinetunedModel read(Storage storage, String directory) throws IOException {
    String place = directory + "/" + FILE;
    if (storage.size(place).isEmpty()) {
      throw new InvalidInputException(place + " is missing: give a fine-tuned checkpoint");
    }
    try (InputStream in = storage.open(place)) {
      FinetunedModel model = JSON.readValue(BoundedFile.read(in, place), FinetunedModel.class);
      for (Seed each : model.seeds()) {
        if (!directory(each.seed()).equals(each.directory())) {
          throw new InvalidInputException(
              "%s names the directory '%s' for seed %d, expected '%s'; make the artifact anew"
                  .formatted(place, each.directory(), each.seed(), directory(each.seed())));
        }
      }
      return model;
    }
  }
}
