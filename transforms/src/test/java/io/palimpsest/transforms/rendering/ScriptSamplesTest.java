package io.palimpsest.transforms.rendering;

import static io.palimpsest.transforms.rendering.Rendered.render;
import static org.assertj.core.api.Assertions.assertThat;

import io.palimpsest.schemas.record.PatchSequence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A line of each script with the digest of its picture, which holds for the font files, FreeType
 * and HarfBuzz of the build. After a change that is meant to change pictures, the failing tests
 * print the new digests for {@code samples.tsv}.
 */
class ScriptSamplesTest {
  private static final RenderConfig CONFIG = RenderConfig.defaults();
  private static final TextRenderer RENDERER = new TextRenderer(CONFIG);

  @AfterAll
  static void close() {
    RENDERER.close();
  }

  @TestFactory
  List<DynamicTest> areDrawnAsKnown() throws IOException {
    return ScriptSample.all().stream()
        .map(sample -> DynamicTest.dynamicTest(sample.script(), () -> assertKnown(sample)))
        .toList();
  }

  private static void assertKnown(ScriptSample sample) throws Exception {
    PatchSequence drawn = render(RENDERER, sample.text()).get(0);
    assertThat(RENDERER.takeMissing().byScript()).isEmpty();
    assertThat(Rendered.sha256(drawn))
        .as(
            () ->
                sample.script() + "\n" + (drawn.getChannels() == 1 ? Rendered.picture(drawn) : ""))
        .isEqualTo(sample.sha256());
  }

  @Test
  void orderAndCachesLeaveNoTrace() throws IOException {
    List<ScriptSample> samples = new ArrayList<>(ScriptSample.all());
    Map<String, List<PatchSequence>> forwards = drawn(samples);
    Collections.reverse(samples);
    assertThat(drawn(samples)).isEqualTo(forwards);
  }

  /** By one renderer whose caches fill on the way. */
  private static Map<String, List<PatchSequence>> drawn(List<ScriptSample> samples) {
    try (TextRenderer renderer = new TextRenderer(CONFIG)) {
      return samples.stream()
          .collect(
              Collectors.toMap(ScriptSample::script, sample -> render(renderer, sample.text())));
    }
  }
}
