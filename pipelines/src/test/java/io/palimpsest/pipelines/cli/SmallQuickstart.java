package io.palimpsest.pipelines.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The quickstart's stages, all of them, on a corpus and networks that take seconds. */
final class SmallQuickstart {
  private SmallQuickstart() {}

  /** Writes the workflow and its corpus. */
  static Path write(Path file, Path corpus) throws IOException {
    TestCorpus.write(corpus, 120);
    return Files.writeString(
        file,
        """
        name: small-quickstart
        seed: 7
        stages:
          corpus: {type: corpus, input: "%s", validation: 0.1}
          render: {type: render, from: corpus, max-patches: 32}
          shuffle: {type: shuffle, from: render, shards: 3}
          pretrain: {type: pretrain, from: shuffle, model: nano, steps: 8, batch-size: 4, threads: 1, checkpoint-every: 2}
          evaluate: {type: evaluate, from: {checkpoint: pretrain, examples: shuffle}, threads: 1}
          tokenize: {type: tokenize, from: corpus, tokenizer: bytes, max-tokens: 128}
          text: {type: shuffle, from: tokenize, shards: 3}
          subject: {type: pretrain, from: text, model: tiny, steps: 4, batch-size: 4, threads: 1}
          prompt:
            {type: prompt, from: corpus, task: continuation, train-examples: 12, unseen-train-examples: 8,
             test-examples: 6, unseen-test-examples: 4}
          dynamics:
            {type: dynamics, from: {checkpoint: subject, examples: prompt}, fit-runs: 2, validation-runs: 1,
             test-runs: 1, unseen-runs: 1, run-examples: 8, evaluate-every: 2, checkpoint-every: 4, threads: 1}
          features: {type: featurize, from: dynamics, threads: 1}
          fit-gptfluence: {type: fit, from: {dynamics: dynamics, features: features}, updates: 20, threads: 1}
          fit-simfluence: {type: fit, from: dynamics, method: simfluence, threads: 1}
          fit-palimpsest: {type: fit, from: {dynamics: dynamics, features: features}, method: palimpsest, threads: 1}
          gptfluence: {type: simulate, from: {simulator: fit-gptfluence, dynamics: dynamics, features: features}, threads: 1}
          simfluence: {type: simulate, from: {simulator: fit-simfluence, dynamics: dynamics}, threads: 1}
          palimpsest: {type: simulate, from: {simulator: fit-palimpsest, dynamics: dynamics, features: features}, threads: 1}
          tracin-cp: {type: attribute, from: dynamics, gradients: output-layer, threads: 1}
          compare: {type: compare, from: [dynamics, gptfluence, simfluence, palimpsest, tracin-cp]}
          report: {type: report, from: [evaluate, compare]}
        """
            .formatted(corpus));
  }
}
