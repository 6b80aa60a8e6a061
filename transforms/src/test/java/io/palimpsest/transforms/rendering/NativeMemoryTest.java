package io.palimpsest.transforms.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Runs in a JVM of its own whose heap is resident from the start, so that growth is native. */
@EnabledOnOs(OS.LINUX)
class NativeMemoryTest {
  private static final int PAGE_KIB = 4;
  private static final String TEXT = "document number x%s سلام हिन्दी %c \uD83D\uDE00";
  private static final RenderConfig CONFIG = RenderConfig.defaults();

  @Test
  void neitherDocumentsNorRenderersLeak() throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xms192m",
                    "-Xmx192m",
                    "-XX:+AlwaysPreTouch",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    NativeMemoryTest.class.getName()))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes()).strip();
    assertThat(process.waitFor()).as(output).isZero();
    // 100 leaked renderers would hold 30 MB of font files alone.
    assertThat(Long.parseLong(output.lines().reduce((a, b) -> b).orElseThrow()))
        .as("growth in KiB")
        .isLessThan(12_000);
  }

  /** Prints by how many KiB the process grew. */
  public static void main(String[] arguments) throws IOException {
    renderers(20);
    documents(5_000);
    long before = residentKib();
    renderers(100);
    documents(20_000);
    System.out.println(residentKib() - before);
  }

  private static void renderers(int count) {
    for (int i = 0; i < count; i++) {
      Rendered.render(CONFIG, "renderer " + i);
    }
  }

  private static void documents(int count) {
    try (TextRenderer renderer = new TextRenderer(CONFIG)) {
      for (int i = 0; i < count; i++) {
        renderer.render(
            "doc",
            TEXT.formatted(Integer.toString(i, 36), (char) ('\u4E00' + i % 20_000)),
            s -> {});
      }
    }
  }

  private static long residentKib() throws IOException {
    String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ");
    return Long.parseLong(pages[1]) * PAGE_KIB;
  }
}
