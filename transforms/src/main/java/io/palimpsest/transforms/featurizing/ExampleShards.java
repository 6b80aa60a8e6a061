package io.palimpsest.transforms.featurizing;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.transforms.artifact.InputShard;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Where examples are read from: an artifact of prompts, or of dynamics, which hold theirs too.
 *
 * @param shards of the artifact; others than of examples are passed over
 */
public record ExampleShards(List<InputShard> shards) implements Serializable {
  private static final List<String> NAMES = List.of("prompts", "examples");

  public ExampleShards {
    shards = List.copyOf(shards);
  }

  List<PromptExample> read() throws IOException {
    List<PromptExample> all = new ArrayList<>();
    for (InputShard shard : shards) {
      if (NAMES.stream().anyMatch(name -> shard.name().startsWith(name))) {
        shard.forEach(PromptExample.class, all::add);
      }
    }
    if (all.isEmpty()) {
      throw new InvalidInputException(
          "there are no examples in %s: give what stage prompt or dynamics makes"
              .formatted(shards.stream().map(InputShard::name).toList()));
    }
    return all;
  }
}
