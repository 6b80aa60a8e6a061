package io.palimpsest.pipelines.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobTest {
  private static final UUID RUN = UUID.fromString("0193a1b2-0000-7000-8000-000000000001");

  @Test
  void readsWhatAnOrchestratorHandsOver() {
    assertThat(Job.parse("composer/dag.task/" + RUN))
        .contains(new Job("composer", "dag.task", RUN));
    assertThat(Job.parse("https://host/composer/dag.task/" + RUN))
        .contains(new Job("https://host/composer", "dag.task", RUN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "a/b/c", "//", "b/0193a1b2-0000-7000-8000-000000000001"})
  void whatIsNoneIsNone(String text) {
    assertThat(Job.parse(text)).isEmpty();
  }
}
