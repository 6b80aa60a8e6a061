package io.palimpsest.transforms.rendering;

import static io.palimpsest.transforms.rendering.Rendered.render;
import static org.assertj.core.api.Assertions.assertThat;

import io.palimpsest.schemas.record.PatchSequence;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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

  private record Sample(String script, String text, String sha256) {}

  @AfterAll
  static void close() {
    RENDERER.close();
  }

  @TestFactory
  List<DynamicTest> areDrawnAsKnown() throws IOException {
    return samples().stream()
        .map(sample -> DynamicTest.dynamicTest(sample.script(), () -> assertKnown(sample)))
        .toList();
  }

  private static void assertKnown(Sample sample) throws Exception {
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
    List<Sample> samples = samples();
    Map<String, List<PatchSequence>> forwards = drawn(samples);
    Collections.reverse(samples);
    assertThat(drawn(samples)).isEqualTo(forwards);
  }

  /** By one renderer whose caches fill on the way. */
  private static Map<String, List<PatchSequence>> drawn(List<Sample> samples) {
    try (TextRenderer renderer = new TextRenderer(CONFIG)) {
      return samples.stream()
          .collect(Collectors.toMap(Sample::script, sample -> render(renderer, sample.text())));
    }
  }

  private static List<Sample> samples() throws IOException {
    try (InputStream in = ScriptSamplesTest.class.getResourceAsStream("samples.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split("\t", -1))
          .map(cells -> new Sample(cells[0], cells[1], cells[2]))
          .collect(Collectors.toList());
    }
  }
}
