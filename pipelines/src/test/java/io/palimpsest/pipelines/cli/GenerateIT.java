package io.palimpsest.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.palimpsest.model.generation.ImagePatches;
import io.palimpsest.model.network.ModelConfig;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writing and drawing with a network that learned one sentence by a workflow. */
class GenerateIT {
  private static final String SENTENCE = "The scribe wrote on it twice.";
  private static final ModelConfig NANO = ModelConfig.preset("nano");

  @TempDir static Path shared;
  private static Path workspace;
  private static Path checkpoint;

  @TempDir Path directory;

  @BeforeAll
  static void train() throws IOException {
    Path corpus =
        Files.writeString(
            shared.resolve("corpus.jsonl"), "{\"text\": \"%s\"}%n".formatted(SENTENCE));
    Path workflow =
        Files.writeString(
            shared.resolve("dual.yaml"),
            """
            name: dual
            seed: 7
            stages:
              corpus: {type: corpus, input: "%s", validation: 0}
              render: {type: render, from: corpus}
              text: {type: tokenize, from: corpus}
              pair: {type: tokenize, from: render}
              mix: {type: shuffle, from: [text, render, pair], shards: 1}
              pretrain: {type: pretrain, from: mix, model: nano, steps: 400, batch-size: 3, learning-rate: 0.003, threads: 1}
            """
                .formatted(corpus));
    workspace = shared.resolve("workspace");
    CommandLineRunner.Result run =
        CommandLineRunner.run("run", workflow.toString(), "--workspace", workspace.toString());
    assertThat(run.exit()).as(run.err()).isZero();
    checkpoint =
        Path.of(
            new ObjectMapper()
                .readTree(workspace.resolve("runs/dual/latest.json").toFile())
                .at("/stages/pretrain/artifact")
                .asText());
  }

  @Test
  void aTextIsContinued() {
    assertThat(printed("pretrain", "--prompt", "The scr")).isEqualTo(SENTENCE);
    assertThat(printed("pretrain", "--prompt", "The scr", "--max-tokens", "3"))
        .isEqualTo("The scribe");
  }

  @Test
  void textIsWrittenBehindTheImageOfOne() {
    assertThat(printed("pretrain", "--read", "--prompt", SENTENCE)).isEqualTo(SENTENCE);
  }

  @Test
  void aSeedGivesOneText() {
    List<String> args = List.of("--prompt", "x", "--temperature", "2", "--top-p", "0.9", "--seed");
    String first = printed(args, "1");
    assertThat(printed(args, "1")).isEqualTo(first);
    assertThat(printed(args, "2")).isNotEqualTo(first);
  }

  @Test
  void anImageIsContinuedAsTheWholeSentenceIsDrawn() throws IOException {
    Path png = directory.resolve("continued.png");
    String out = printed("pretrain", "--image", "--prompt", "The scribe", "--png", png.toString());
    ImagePatches truth = PromptImage.of(SENTENCE, NANO);
    int begun = PromptImage.of("The scribe", NANO).count() - 1;
    assertThat(out)
        .isEqualTo(
            "drawn to %s: %d patches of the prompt and %d more, then the network forecasts the end",
            png, begun, truth.count() - begun);
    BufferedImage image = ImageIO.read(png.toFile());
    assertThat(image.getWidth()).isEqualTo(16 * truth.count());
    assertThat(image.getHeight()).isEqualTo(16);
    assertThat(error(image, truth, 0, begun)).isZero();
    // Of 255; plain paper would miss by some thirty.
    assertThat(error(image, truth, begun, truth.count())).isLessThan(15);
  }

  @Test
  void noMoreIsDrawnThanAskedFor() {
    Path png = directory.resolve("one.png");
    assertThat(
            printed(
                "pretrain",
                "--image",
                "--max-patches",
                "1",
                "--prompt",
                "The scribe",
                "--png",
                png.toString()))
        .endsWith("and 1 more, as many as --max-patches allows");
  }

  @Test
  void aCheckpointNeedsNoManifest() throws IOException {
    for (String name : List.of("config.json", "model.safetensors")) {
      Files.copy(checkpoint.resolve(name), directory.resolve(name));
    }
    assertThat(printed(directory.toString(), "--prompt", "The")).isEqualTo(SENTENCE);
    assertThat(printed(checkpoint.toString(), "--prompt", "The")).isEqualTo(SENTENCE);
  }

  @Test
  void whatCannotBeIsRefused() throws IOException {
    refused("--prompt is empty; give some text", "pretrain", "--prompt", " ");
    refused("--image draws to a file; name it with --png", "pretrain", "--prompt", "a", "--image");
    refused("--png is of no use without --image", "pretrain", "--prompt", "a", "--png", "a.png");
    refused("--image and --read exclude each other", "pretrain", "--prompt=a", "--image", "--read");
    refused("temperature is -1.0; give 0", "pretrain", "--prompt", "a", "--temperature", "-1");
    refused("top-p is 0.0; give more than 0", "pretrain", "--prompt", "a", "--top-p", "0");
    refused("max-tokens is 0; give 1 or more", "pretrain", "--prompt", "a", "--max-tokens", "0");
    refused("the prompt has 101 positions", "pretrain", "--prompt", "a".repeat(100));
    refused("holds patch-sequences, no checkpoint", "render", "--prompt", "a");
    refused("no artifact of a stage 'pretrian'", "pretrian", "--prompt", "a");
    refused(
        "the prompt takes more patches than the network's context, 64",
        List.of("pretrain", "--prompt", "word ".repeat(100), "--image", "--png", "a.png"));
    Path words =
        Files.writeString(
            directory.resolve("words.json"),
            """
            {"version": "1.0", "added_tokens": [{"id": 1, "content": "</s>", "special": true,
               "single_word": false, "lstrip": false, "rstrip": false, "normalized": false}],
             "model": {"type": "WordLevel", "vocab": {"?": 0}, "unk_token": "?"}}
            """);
    refused(
        "has 2 ids and the network 258; name the network's own with --tokenizer",
        List.of("pretrain", "--prompt", "a", "--tokenizer", words.toString()));
  }

  /** The mean difference from the true pixels, of patches in a range. */
  private static double error(BufferedImage image, ImagePatches truth, int from, int to) {
    double sum = 0;
    for (int patch = from; patch < to; patch++) {
      for (int i = 0; i < 256; i++) {
        int value = truth.pixels().get((patch * 256 + i) * truth.channels()) & 0xFF;
        sum += Math.abs(value - (image.getRGB(patch * 16 + i % 16, i / 16) & 0xFF));
      }
    }
    return sum / (256 * (to - from));
  }

  private static String printed(List<String> args, String last) {
    List<String> all = new ArrayList<>(List.of("pretrain"));
    all.addAll(args);
    all.add(last);
    return printed(all.toArray(String[]::new));
  }

  private static String printed(String... args) {
    CommandLineRunner.Result result = generate(List.of(args));
    assertThat(result.exit()).as(result.err()).isZero();
    return result.out().stripTrailing();
  }

  private static void refused(String message, String... args) {
    refused(message, List.of(args));
  }

  private static void refused(String message, List<String> args) {
    CommandLineRunner.Result result = generate(args);
    assertThat(result.err()).contains(message);
    assertThat(result.exit()).isEqualTo(2);
  }

  private static CommandLineRunner.Result generate(List<String> args) {
    List<String> all = new ArrayList<>(List.of("generate", "--workspace", workspace.toString()));
    all.addAll(args);
    return CommandLineRunner.run(all);
  }
}
