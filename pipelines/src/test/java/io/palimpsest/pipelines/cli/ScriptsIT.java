package io.palimpsest.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents of several scripts, from a folder of text files to the report's contact sheet. */
class ScriptsIT {
  /** The fonts that come with Palimpsest lack Grantha. */
  private static final Map<String, String> TEXTS =
      Map.of(
          "latin", "All human beings are born free and equal.",
          "french", "Tous les êtres humains naissent libres et égaux.",
          "arabic", "يولد جميع الناس أحرارا",
          "hindi", "सभी मनुष्यों को गौरव",
          "korean", "모든 인간은 태어날 때부터",
          "emoji", "😀🎉 12",
          "grantha", "𑌅𑌆 𑌅");

  @TempDir static Path directory;
  private static Path workspace;

  @BeforeAll
  static void runOnce() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("texts"));
    for (Map.Entry<String, String> text : TEXTS.entrySet()) {
      Files.writeString(folder.resolve(text.getKey() + ".txt"), text.getValue());
    }
    Path workflow =
        Files.writeString(
            directory.resolve("scripts.yaml"),
            """
            name: scripts
            stages:
              corpus: {type: corpus, input: "%s"}
              render: {type: render, from: corpus}
              small: {type: render, from: corpus, max-patches: 8, mode: grayscale}
              report: {type: report, from: [render, small]}
            """
                .formatted(folder));
    workspace = directory.resolve("workspace");
    CommandLineRunner.Result run =
        CommandLineRunner.run("run", workflow.toString(), "--workspace", workspace.toString());
    assertThat(run.exit()).as(run.err()).isZero();
  }

  @Test
  void theReportShowsEachScriptOnceForEachRendering() throws IOException {
    String page = page();
    assertThat(page)
        .contains("6 scripts in all 7 sequences of stage render.")
        .containsPattern("6 scripts in all [0-9]+ sequences of stage small\\.");
    assertThat(samples(page).keySet())
        .containsExactly("Arabic", "Common", "Devanagari", "Grantha", "Hangul", "Latin");
  }

  @Test
  void missingGlyphsAreThoseOfTheManifest() throws IOException {
    long missing = latest().at("/stages/render/metrics/missing_glyphs.grantha").asLong();
    assertThat(missing).isEqualTo(3);
    assertThat(page())
        .contains("Grantha</span> <span class=\"note\">3 missing glyphs")
        .contains("Hangul</span> <span class=\"note\">no missing glyphs");
  }

  @Test
  void emojiAreInColourUnlessTheModeIsGrey() throws IOException {
    String page = page();
    int small = page.indexOf("of stage small.");
    assertThat(coloured(samples(page.substring(0, small)).get("Common"))).isTrue();
    assertThat(coloured(samples(page.substring(0, small)).get("Latin"))).isFalse();
    assertThat(coloured(samples(page.substring(small)).get("Common"))).isFalse();
  }

  @Test
  void showDrawsColours() throws IOException {
    Path png = directory.resolve("sheet.png");
    CommandLineRunner.Result show =
        CommandLineRunner.run(
            "show",
            "render",
            "--workspace",
            workspace.toString(),
            "--records",
            "9",
            "--png",
            png.toString());
    assertThat(show.exit()).as(show.err()).isZero();
    assertThat(show.out()).contains("\"channels\":3", "\"channels\":1");
    assertThat(coloured(Files.readAllBytes(png))).isTrue();
  }

  private static String page() throws IOException {
    String artifact = latest().at("/stages/report/artifact").asText();
    return Files.readString(Path.of(artifact, "index.html"));
  }

  private static JsonNode latest() throws IOException {
    return new ObjectMapper().readTree(workspace.resolve("runs/scripts/latest.json").toFile());
  }

  /** The pictures of the contact sheets by script; of equal ones the first. */
  private static Map<String, byte[]> samples(String page) {
    Matcher figure =
        Pattern.compile(
                "base64,([^\"]*)\"[^>]*>\\s*<figcaption><span class=\"id\">([^<]*)</span> <span class=\"note\">[^<]* missing glyph")
            .matcher(page);
    Map<String, byte[]> samples = new TreeMap<>();
    while (figure.find()) {
      samples.putIfAbsent(
          figure.group(2), Base64.getDecoder().decode(figure.group(1).replace("&#x3D;", "=")));
    }
    return samples;
  }

  private static boolean coloured(byte[] png) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        // The sheet's own background is a light grey-blue.
        if ((rgb >> 16 & 0xFF) - (rgb & 0xFF) > 60) {
          return true;
        }
      }
    }
    return false;
  }
}
