package io.palimpsest.model.dynamics;

import io.palimpsest.model.data.AnswerPrediction;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.tokenizer.Tokenizer;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.PromptExample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prompts as a network reads them, by id. */
public final class ExampleSamples {
  private final Map<String, PromptExample> examples = new LinkedHashMap<>();
  private final Map<String, Sample> samples = new LinkedHashMap<>();
  private final Tokenizer tokenizer;

  /**
   * @param tokenizer of the network; stays the caller's
   * @throws InvalidInputException if two examples have one id
   */
  public ExampleSamples(List<PromptExample> examples, Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
    for (PromptExample example : examples) {
      if (this.examples.put(example.getId(), example) != null) {
        throw new InvalidInputException(
            "two examples have the id '%s': give each its own".formatted(example.getId()));
      }
      samples.put(example.getId(), AnswerPrediction.sample(tokenizer, example));
    }
  }

  /** Those that runs are tested with, seen and unseen, in their order. */
  public List<PromptExample> tests() {
    return examples.values().stream().filter(each -> isTest(each.getRole())).toList();
  }

  private static boolean isTest(ExampleRole role) {
    return role == ExampleRole.TEST || role == ExampleRole.TEST_UNSEEN;
  }

  /** By which the samples were made. */
  Tokenizer tokenizer() {
    return tokenizer;
  }

  /** The ids of a role. */
  public List<String> ids(ExampleRole role) {
    return examples.values().stream()
        .filter(each -> each.getRole() == role)
        .map(PromptExample::getId)
        .toList();
  }

  /**
   * The samples of examples.
   *
   * @throws InvalidInputException if an id is unknown
   */
  public List<Sample> of(List<String> ids) {
    return ids.stream().map(this::of).toList();
  }

  private Sample of(String id) {
    Sample sample = samples.get(id);
    if (sample == null) {
      throw new InvalidInputException(
          "example '%s' of a curriculum has no text: add it to the examples".formatted(id));
    }
    return sample;
  }
}
