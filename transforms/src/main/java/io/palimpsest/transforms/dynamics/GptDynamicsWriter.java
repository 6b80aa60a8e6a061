package io.palimpsest.transforms.dynamics;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.FileName;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes training runs in the layout of GPTDynamics (arXiv 2404.07840), so that its programs read
 * them, and {@link GptDynamicsReader} gives the same again. Examples are numbered by their places
 * in two files, {@code train_examples.json} and {@code test_examples.json}, where their own ids are
 * kept as {@code name}.
 *
 * @param storage to write to
 * @param folder absolute, one below it for each run
 */
public record GptDynamicsWriter(Storage storage, String folder) {

  /**
   * Writes all runs with all their metrics.
   *
   * @return how many
   * @throws InvalidInputException if the folder has files
   */
  public int write(RecordedDynamics dynamics) throws IOException {
    if (!storage.list(folder).isEmpty()) {
      throw new InvalidInputException("folder %s is not empty; name another".formatted(folder));
    }
    List<PromptExample> training = new ArrayList<>();
    List<PromptExample> tests = new ArrayList<>();
    for (PromptExample example : dynamics.examples()) {
      (isTraining(example) ? training : tests).add(example);
    }
    Map<String, Integer> trained = examples(DynamicsLayout.TRAIN_EXAMPLES, training);
    Map<String, Integer> tested = examples(DynamicsLayout.TEST_EXAMPLES, tests);
    List<TrainingRun> runs = dynamics.runs();
    for (TrainingRun run : runs) {
      write(run.getId() + "/" + DynamicsLayout.CURRICULUM, curriculum(run, trained));
    }
    Map<String, List<ObjectNode>> files = new LinkedHashMap<>();
    for (Trajectory each : dynamics.trajectories()) {
      String file = each.getRun() + "/" + DynamicsLayout.trajectories(each.getMetric());
      files.computeIfAbsent(file, name -> new ArrayList<>()).add(trajectory(each, tested));
    }
    for (Map.Entry<String, List<ObjectNode>> file : files.entrySet()) {
      write(file.getKey(), file.getValue());
    }
    return runs.size();
  }

  private static boolean isTraining(PromptExample example) {
    return example.getRole() == ExampleRole.TRAIN || example.getRole() == ExampleRole.TRAIN_UNSEEN;
  }

  private Map<String, Integer> examples(String file, List<PromptExample> examples)
      throws IOException {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    List<ObjectNode> lines = new ArrayList<>();
    for (PromptExample example : examples) {
      lines.add(example(example, numbers.size()));
      numbers.put(example.getId(), numbers.size());
    }
    write(file, lines);
    return numbers;
  }

  private static ObjectNode example(PromptExample example, int number) {
    ObjectNode line =
        JsonObjects.JSON
            .createObjectNode()
            .put(DynamicsLayout.ID, number)
            .put(DynamicsLayout.PROMPT, example.getPrompt())
            .put(DynamicsLayout.ANSWER, example.getAnswer())
            .put(DynamicsLayout.NAME, example.getId())
            .put(DynamicsLayout.TASK, example.getTask())
            .put(DynamicsLayout.ROLE, example.getRole().name())
            .put(DynamicsLayout.FLIPPED, example.getFlipped());
    example.getReferences().forEach(line.putArray(DynamicsLayout.REFERENCES)::add);
    return line;
  }

  private static List<ObjectNode> curriculum(TrainingRun run, Map<String, Integer> numbers) {
    List<ObjectNode> lines = new ArrayList<>();
    for (List<String> batch : run.getCurriculum()) {
      ObjectNode line = JsonObjects.JSON.createObjectNode();
      line.put(DynamicsLayout.STEP, lines.size() + 1);
      ArrayNode ids = line.putArray(DynamicsLayout.BATCH);
      batch.forEach(id -> ids.add(numbers.get(id)));
      lines.add(line);
    }
    return lines;
  }

  private static ObjectNode trajectory(Trajectory trajectory, Map<String, Integer> numbers) {
    ObjectNode line = JsonObjects.JSON.createObjectNode();
    line.put(DynamicsLayout.ID, numbers.get(trajectory.getExample()));
    ArrayNode points = line.putArray(DynamicsLayout.LOSS + DynamicsLayout.TRAJECTORY);
    for (int i = 0; i < trajectory.getSteps().size(); i++) {
      points
          .addObject()
          .put(DynamicsLayout.STEP, trajectory.getSteps().get(i))
          .put(DynamicsLayout.LOSS, trajectory.getValues().get(i));
    }
    return line;
  }

  private void write(String file, List<ObjectNode> lines) throws IOException {
    // Made of what records say.
    FileName.requireBelow(file, "a record of the training runs");
    try (OutputStream out = new BufferedOutputStream(storage.create(folder + "/" + file));
        JsonGenerator json = JsonObjects.JSON.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.setRootValueSeparator(null);
      for (ObjectNode line : lines) {
        json.writeTree(line);
        json.flush();
        out.write("\n".getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
