package io.palimpsest.pipelines.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palimpsest.pipelines.config.Config;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Kind;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class CorpusStageTest {
  private final CorpusStage stage = new CorpusStage();

  @Test
  void keysOfTasksLeaveTheFingerprintsOfOtherCorporaAlone() {
    assertThat(bind("{input: here}").data().fieldNames())
        .toIterable()
        .containsExactly(
            "format",
            "text-field",
            "pair-field",
            "label-field",
            "limit",
            "max-document-bytes",
            "validation",
            "max-rejected",
            "shards");
  }

  @Test
  void aTaskDecidesTheArtifact() {
    Config<CorpusStage.Config> config =
        bind("{input: here, task: xnli, train-split: dev, languages: [en, fr]}");
    assertThat(config.data().path("task").asText()).isEqualTo("xnli");
    assertThat(config.data().path("train-split").asText()).isEqualTo("dev");
    assertThat(config.data().path("languages")).hasSize(2);
    assertThat(stage.kind(config.value(), Collections.emptySortedMap())).isEqualTo(Kind.EXAMPLES);
    assertThat(stage.schemas(config.value(), Collections.emptySortedMap()).get(0).getName())
        .isEqualTo("LabeledExample");
  }

  @Test
  void whatATaskDecidesCannotBeGiven() {
    for (String key : new String[] {"format: tsv", "text-field: a", "pair-field: b"}) {
      refused("{input: here, task: rte, %s}".formatted(key), "leave out format, text-field,");
    }
    refused("{input: here, languages: [en]}", "set task, or leave them out");
    refused("{input: here, train-split: dev}", "set task, or leave them out");
    refused("{input: here, task: rte, languages: [en]}", "task rte has one language");
  }

  private static void refused(String yaml, String message) {
    assertThatThrownBy(() -> bind(yaml))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  private static Config<CorpusStage.Config> bind(String yaml) {
    return Config.bind(CorpusStage.Config.class, (ObjectNode) Config.yaml(yaml), 7, key -> "");
  }
}
