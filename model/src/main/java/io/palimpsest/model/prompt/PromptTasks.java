package io.palimpsest.model.prompt;

import io.palimpsest.schemas.InvalidInputException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All tasks of training dynamics: those of GPTDynamics (arXiv 2404.07840, section 3), instructions
 * as Alpaca has them (Taori et al. 2023), and documents cut in two.
 */
public final class PromptTasks {
  /** The name of several tasks together, as in FLAN (Wei et al. 2022). */
  public static final String MIX = "mix";

  /** The name of the task that any corpus gives: to go on in a document. */
  public static final String CONTINUATION = "continuation";

  private static final Map<String, PromptTask> BY_NAME = new LinkedHashMap<>();

  static {
    List.of(
            new PromptTask(
                "sst-2",
                PromptFormat.TSV,
                new PromptTemplate("Review: {sentence}\nSentiment:"),
                List.of("label"),
                Map.of("0", " negative", "1", " positive"),
                "train.tsv",
                "dev.tsv"),
            new PromptTask(
                "rte",
                PromptFormat.TSV,
                new PromptTemplate("{sentence1}\nQuestion: {sentence2} True or false?\nAnswer:"),
                List.of("label"),
                Map.of("entailment", " true", "not_entailment", " false"),
                "train.tsv",
                "dev.tsv"),
            new PromptTask(
                "boolq",
                PromptFormat.JSON_LINES,
                new PromptTemplate("{passage}\nQuestion: {question}?\nAnswer:"),
                List.of("answer", "label"),
                Map.of("true", " yes", "1", " yes", "false", " no", "0", " no"),
                "{train,*-train}.jsonl",
                "{dev,val}.jsonl"),
            new PromptTask(
                "webnlg",
                PromptFormat.WEBNLG,
                new PromptTemplate("Facts: {triples}\nText:"),
                List.of("text"),
                Map.of(),
                "train/**.xml",
                "dev/**.xml"),
            new PromptTask(
                "wmt-de-en",
                PromptFormat.PARALLEL_LINES,
                new PromptTemplate("German: {de}\nEnglish:"),
                List.of("en"),
                Map.of(),
                "train.{de,en}",
                "{dev,val,valid}.{de,en}"),
            new PromptTask(
                "instructions",
                PromptFormat.JSON_LIST,
                new PromptTemplate("{instruction}\n{input?}\nAnswer:"),
                List.of("output"),
                Map.of(),
                "*.json",
                ""),
            new PromptTask(
                CONTINUATION,
                PromptFormat.DOCUMENTS,
                new PromptTemplate("{beginning}"),
                List.of("continuation"),
                Map.of(),
                "",
                ""))
        .forEach(task -> BY_NAME.put(task.name(), task));
  }

  private PromptTasks() {}

  /** In a fixed order. */
  public static Collection<PromptTask> all() {
    return Collections.unmodifiableCollection(BY_NAME.values());
  }

  /**
   * The task of that name.
   *
   * @throws InvalidInputException if there is none
   */
  public static PromptTask named(String name) {
    PromptTask task = BY_NAME.get(name);
    if (task == null) {
      throw new InvalidInputException(
          "task is '%s'; give one of %s, or %s for several"
              .formatted(name, String.join(", ", BY_NAME.keySet()), MIX));
    }
    return task;
  }
}
