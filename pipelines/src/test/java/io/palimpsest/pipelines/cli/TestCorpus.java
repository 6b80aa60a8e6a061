package io.palimpsest.pipelines.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A small corpus and a workflow over it that takes seconds. */
final class TestCorpus {
  private static final String[] WORDS =
      "the of and to in Straße élève ψυχή слово member states resumption session declared adjourned"
          .split(" ");

  private TestCorpus() {}

  /** Writes JSON lines; every tenth text occurs twice. */
  static Path write(Path file, int documents) throws IOException {
    Random random = new Random(1);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < documents; i++) {
      StringBuilder text = new StringBuilder("Document ").append(i % 10 == 9 ? i - 1 : i);
      Random words = i % 10 == 9 ? new Random(i - 1) : new Random(i);
      for (int w = 0; w < 20 + words.nextInt(200); w++) {
        text.append(' ').append(WORDS[words.nextInt(WORDS.length)]);
      }
      lines.append("{\"id\": ").append(random.nextInt()).append(", \"text\": \"");
      lines.append(text).append("\"}\n");
    }
    return Files.writeString(file, lines);
  }

  /** Writes a workflow with a network that trains in a second. */
  static Path workflow(Path file, Path input) throws IOException {
    return Files.writeString(
        file,
        """
        name: small
        seed: 7
        stages:
          corpus: {type: corpus, input: "%s", validation: 0.1}
          render: {type: render, from: corpus, max-patches: 32}
          shuffle: {type: shuffle, from: render, shards: 3}
          pretrain: {type: pretrain, from: shuffle, model: nano, steps: 8, batch-size: 4, threads: 1, checkpoint-every: 2}
          evaluate: {type: evaluate, from: {checkpoint: pretrain, examples: shuffle}, threads: 1}
          report: {type: report, from: evaluate}
        """
            .formatted(input));
  }
}
