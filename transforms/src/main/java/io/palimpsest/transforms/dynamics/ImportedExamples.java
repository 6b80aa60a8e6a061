package io.palimpsest.transforms.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.PromptExample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The examples of one file, by the numbers that curricula and trajectories call them. An example
 * without a number has that of its place, from 0 on.
 */
final class ImportedExamples {
  private final ImportOptions options;
  private final ExampleRole role;
  private final String path;
  private final Map<Integer, PromptExample> examples = new LinkedHashMap<>();

  private ImportedExamples(ImportOptions options, ExampleRole role, String path) {
    this.options = options;
    this.role = role;
    this.path = path;
  }

  /**
   * Reads them.
   *
   * @param role of those that do not say theirs
   * @throws InvalidInputException for a broken one, or two with one number; names file and line
   */
  static ImportedExamples read(ImportOptions options, ExampleRole role, String path)
      throws IOException {
    ImportedExamples examples = new ImportedExamples(options, role, path);
    JsonObjects.forEach(path, examples::add);
    return examples;
  }

  /**
   * The example of a number.
   *
   * @param place that names it
   * @throws InvalidInputException if there is none
   */
  PromptExample of(int number, JsonObjects.Place place) {
    PromptExample example = examples.get(number);
    if (example == null) {
      throw place.problem(
          "example %d has no text in %s; add it there, or name the file that has it"
              .formatted(number, path));
    }
    return example;
  }

  /** In the file's order. */
  List<PromptExample> all() {
    return new ArrayList<>(examples.values());
  }

  private void add(JsonObjects.Place place) {
    JsonNode object = place.object();
    int number =
        object.has(DynamicsLayout.ID) ? place.number(object, DynamicsLayout.ID) : examples.size();
    String part = role == ExampleRole.TRAIN ? "train" : "test";
    String id = "%s/%s@%d".formatted(options.task(), part, number);
    PromptExample example =
        PromptExample.newBuilder()
            .setId(object.path(DynamicsLayout.NAME).asText(id))
            .setTask(object.path(DynamicsLayout.TASK).asText(options.task()))
            .setRole(role(place))
            .setPrompt(text(place, options.promptField()))
            .setAnswer(options.answerField().isEmpty() ? "" : text(place, options.answerField()))
            .setReferences(references(object))
            .setFlipped(object.path(DynamicsLayout.FLIPPED).asBoolean())
            .build();
    if (examples.put(number, example) != null) {
      throw place.problem("a second example has the id %d; give each its own".formatted(number));
    }
  }

  private ExampleRole role(JsonObjects.Place place) {
    String given = place.object().path(DynamicsLayout.ROLE).asText(role.name());
    Optional<ExampleRole> found =
        Arrays.stream(ExampleRole.values()).filter(each -> each.name().equals(given)).findFirst();
    return found.orElseThrow(
        () ->
            place.problem(
                "role is '%s'; give one of %s, or none"
                    .formatted(given, List.of(ExampleRole.values()))));
  }

  private static List<String> references(JsonNode object) {
    List<String> references = new ArrayList<>();
    object.path(DynamicsLayout.REFERENCES).forEach(text -> references.add(text.asText()));
    return references;
  }

  private static String text(JsonObjects.Place place, String field) {
    JsonNode text = place.object().path(field);
    if (!text.isTextual()) {
      List<String> names = new ArrayList<>();
      place.object().fieldNames().forEachRemaining(names::add);
      throw place.problem(
          "there is no text '%s' but %s; set prompt-field and answer-field to those that are there"
              .formatted(field, names));
    }
    return text.textValue();
  }
}
