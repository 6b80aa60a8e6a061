package io.palimpsest.model.prompt;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.PromptExample;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A task whose examples become prompts and answers.
 *
 * @param name as in workflows and ids, such as {@code sst-2}
 * @param format of its files
 * @param template of the prompt
 * @param answers the field with the answer; where files differ, the names that it may have
 * @param labels the answer to each label as files spell it, for classification; empty where the
 *     answer is free text
 * @param training glob of the files to train on, below the input's folder
 * @param development glob of the files to test with; empty if there is none
 */
public record PromptTask(
    String name,
    PromptFormat format,
    PromptTemplate template,
    List<String> answers,
    Map<String, String> labels,
    String training,
    String development) {
  public PromptTask {
    answers = List.copyOf(answers);
    labels = Map.copyOf(labels);
  }

  /** Whether the answer is one of a few. */
  public boolean isClassification() {
    return !labels.isEmpty();
  }

  /** All answers of a classification, sorted. */
  public List<String> choices() {
    return labels.values().stream().distinct().sorted().toList();
  }

  /**
   * Makes the prompt and answer of an example, with the role {@link ExampleRole#TRAIN} for now.
   *
   * @param id of the example, which messages name
   * @param fields of it, by name
   * @param references other texts than the answer that count as right; none for classification
   * @return empty if a field that the prompt needs, or the answer, is blank
   * @throws InvalidInputException if a field is missing or the label is none of the task's
   */
  public Optional<PromptExample> example(
      String id, Map<String, String> fields, List<String> references) {
    for (String field : template.fields()) {
      require(id, fields, List.of(field));
    }
    String answer = fields.get(require(id, fields, answers)).strip();
    return answer.isEmpty()
        ? Optional.empty()
        : template
            .fill(fields)
            .map(
                prompt ->
                    isClassification()
                        ? example(id, prompt, choice(id, answer), List.of())
                        : example(id, prompt, " " + answer, references));
  }

  private PromptExample example(String id, String prompt, String answer, List<String> references) {
    List<String> right =
        isClassification()
            ? List.of()
            : Stream.concat(
                    Stream.of(answer),
                    references.stream().filter(text -> !text.isBlank()).map(t -> " " + t.strip()))
                .distinct()
                .toList();
    return PromptExample.newBuilder()
        .setId(id)
        .setTask(name)
        .setRole(ExampleRole.TRAIN)
        .setPrompt(prompt)
        .setAnswer(answer)
        .setReferences(right)
        .build();
  }

  private String choice(String id, String label) {
    String answer = labels.get(label);
    if (answer == null) {
      throw new InvalidInputException(
          "label '%s' of %s is none of task %s, which are %s; correct the file, or name the task that it belongs to"
              .formatted(
                  label, id, name, String.join(", ", labels.keySet().stream().sorted().toList())));
    }
    return answer;
  }

  private String require(String id, Map<String, String> fields, List<String> names) {
    return names.stream()
        .filter(fields::containsKey)
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "%s has no field '%s' but '%s'; task %s needs it: correct the file, or name the task that it belongs to"
                        .formatted(
                            id,
                            String.join("' or '", names),
                            String.join("', '", fields.keySet()),
                            name)));
  }
}
