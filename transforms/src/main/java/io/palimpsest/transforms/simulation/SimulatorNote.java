package io.palimpsest.transforms.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * What a simulator's artifact says of itself.
 *
 * @param label what its forecasts are called
 * @param metric that it was fitted to
 */
record SimulatorNote(Method method, String label, String metric) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILE = "simulator.json";

  void write(Storage storage, String directory) throws IOException {
    try (OutputStream out = storage.create(directory + "/" + FILE)) {
      out.write(JSON.writeValueAsBytes(this));
    }
  }

  static SimulatorNote read(Storage storage, String directory) throws IOException {
    String path = directory + "/" + FILE;
    try (InputStream in = storage.open(path)) {
      return JSON.readValue(in.readAllBytes(), SimulatorNote.class);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(path + " is damaged: run the fit again", e);
    }
  }
}
