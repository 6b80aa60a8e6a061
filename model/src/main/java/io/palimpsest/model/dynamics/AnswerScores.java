package io.palimpsest.model.dynamics;

import ai.djl.ndarray.NDManager;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.generation.BatchDecoder;
import io.palimpsest.model.generation.GeneratedTokens;
import io.palimpsest.model.metric.Bleu;
import io.palimpsest.model.metric.RougeL;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.model.tokenizer.Tokenizer;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.TokenSequence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;

/** BLEU and ROUGE-L of what a network writes behind the prompts of examples with free answers. */
final class AnswerScores {
  private static final Map<String, ToDoubleBiFunction<String, List<String>>> METRICS =
      new LinkedHashMap<>();

  static {
    METRICS.put("bleu", Bleu::score);
    METRICS.put("rouge_l", RougeL::score);
  }

  private final Transformer network;
  private final Tokenizer tokenizer;
  private final List<PromptExample> examples;
  private final List<List<Integer>> prompts;
  private final int maxTokens;

  /**
   * @param samples to be asked; those without references are passed over
   * @param maxTokens the most of an answer
   * @throws InvalidInputException if none has references
   */
  AnswerScores(Transformer network, ExampleSamples samples, int maxTokens) {
    this.network = network;
    this.tokenizer = samples.tokenizer();
    this.maxTokens = maxTokens;
    this.examples =
        samples.tests().stream().filter(each -> !each.getReferences().isEmpty()).toList();
    if (examples.isEmpty()) {
      throw new InvalidInputException(
          "decode-every asks for BLEU and ROUGE-L, but no test example has references: set it to 0, or take a task with free answers");
    }
    this.prompts =
        samples.of(examples.stream().map(PromptExample::getId).toList()).stream()
            .map(AnswerScores::prompt)
            .toList();
  }

  /** The tokens that stand before the answer. */
  private static List<Integer> prompt(Sample sample) {
    TokenSequence tokens = sample.tokens().orElseThrow();
    return tokens.getTokens().subList(0, 1 + tokens.getSegments().get(0));
  }

  /** Those that are asked, in the order of the scores. */
  List<PromptExample> examples() {
    return examples;
  }

  /** The scores by metric under the network's present weights, 0 to 1. */
  Map<String, float[]> measure(NDManager manager) {
    List<GeneratedTokens> answers =
        new BatchDecoder(network, tokenizer.eos(), manager).decode(prompts, maxTokens);
    Map<String, float[]> scores = new LinkedHashMap<>();
    METRICS.forEach(
        (metric, score) -> {
          float[] values = new float[answers.size()];
          for (int i = 0; i < values.length; i++) {
            String text = tokenizer.decode(answers.get(i).ids());
            values[i] = (float) score.applyAsDouble(text, examples.get(i).getReferences());
          }
          scores.put(metric, values);
        });
    return scores;
  }
}
