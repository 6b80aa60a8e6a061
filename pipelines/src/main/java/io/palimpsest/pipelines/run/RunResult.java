package io.palimpsest.pipelines.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.BoundedFile;
import io.palimpsest.schemas.artifact.Storage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What became of a run; {@code runs/<workflow>/latest.json} in the workspace.
 *
 * @param workflow its name
 * @param state of the whole
 * @param stages in the order in which they run
 */
public record RunResult(String workflow, State state, Map<String, StageResult> stages) {
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** How a run ends; {@code running} in the record of one that has not yet, or never did. */
  public enum State {
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("succeeded")
    SUCCEEDED,
    @JsonProperty("failed")
    FAILED
  }

  /** The last run of a workflow, if there was one. */
  public static Optional<RunResult> latest(Storage storage, String workspace, String workflow)
      throws IOException {
    return read(storage, path(workspace, workflow));
  }

  /** Reads a {@code latest.json}. */
  public static Optional<RunResult> read(Storage storage, String path) throws IOException {
    try (InputStream in = storage.open(path)) {
      RunResult result = JSON.readValue(BoundedFile.read(in, path), RunResult.class);
      if (result.stages() == null) {
        throw new InvalidInputException(path + " lacks its stages; delete it");
      }
      return Optional.of(result);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(path + " is no result of a run; delete it", e);
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Makes this the last run of its workflow. */
  void write(Storage storage, String workspace) throws IOException {
    write(storage, path(workspace, workflow), this);
  }

  /** Writes a result so that nobody sees half of it. */
  static void write(Storage storage, String path, RunResult result) throws IOException {
    String temporary = path + "." + UUID.randomUUID();
    try (OutputStream out = storage.create(temporary)) {
      out.write(JSON.writeValueAsBytes(result));
    }
    storage.move(List.of(temporary), List.of(path));
  }

  private static String path(String workspace, String workflow) {
    return "%s/runs/%s/latest.json".formatted(workspace, workflow);
  }
}
