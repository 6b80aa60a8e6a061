import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Writes the part of docs/results.md that bench/results makes, to standard output, from the figures of
 * its runs.
 *
 * <p>Usage: {@code java -cp 'pipelines/target/lib/*' bench/ResultsPage.java FOLDER TASK...}
 */
final class ResultsPage {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The evaluate stages of fine-tuned models, as the workflows name them. */
  private static final Map<String, String> MODELS = new LinkedHashMap<>();

  static {
    MODELS.put("textgpt-text", "TextGPT, text");
    MODELS.put("monogpt-text", "MonoGPT, text");
    MODELS.put("dualgpt-text", "DualGPT, text");
    MODELS.put("dualgpt-pair", "DualGPT, pair");
    MODELS.put("pixelgpt-pixel", "PixelGPT, pixel");
    MODELS.put("monogpt-pixel", "MonoGPT, pixel");
    MODELS.put("dualgpt-pixel", "DualGPT, pixel");
    MODELS.put("pixel-baseline-pixel", "PIXEL (bidirectional), pixel");
  }

  /** The metric that a task is judged by. */
  private static final Map<String, String> METRICS =
      Map.of(
          "sst-2", "accuracy", "cola", "matthews", "rte", "accuracy", "mrpc", "f1", "xnli",
          "accuracy", "xnli-en", "accuracy");

  private final Map<String, JsonNode> runs = new LinkedHashMap<>();
  private final List<String> tasks;
  private final StringBuilder page = new StringBuilder();

  private ResultsPage(File folder, List<String> tasks) throws IOException {
    this.tasks = tasks;
    for (String run : tasks) {
      runs.put(run, JSON.readTree(new File(folder, run + ".json")).path("stages"));
    }
    runs.put("pretrain", JSON.readTree(new File(folder, "pretrain.json")).path("stages"));
  }

  public static void main(String[] args) throws IOException {
    ResultsPage results =
        new ResultsPage(new File(args[0]), Arrays.asList(args).subList(1, args.length));
    results.write();
    System.out.print(results.page);
  }

  private void write() {
    line("## Pre-training on text and pixels");
    line("");
    line("The claims are those of arXiv 2404.10710, which trained models some 300 times as large on 400");
    line("million documents: what does or does not show here says little about them.");
    line("");
    line("```bash");
    line(command());
    line("```");
    pretraining();
    fineTuning();
    languages();
    claims();
  }

  /** The command line that makes this page, but for where it works and writes. */
  private static String command() {
    String settings =
        System.getenv().entrySet().stream()
            .filter(each -> each.getKey().startsWith("RESULTS_"))
            .filter(each -> !Set.of("RESULTS_WORKSPACE", "RESULTS_PAGE").contains(each.getKey()))
            .map(each -> "%s=\"%s\" ".formatted(each.getKey(), each.getValue()))
            .sorted()
            .collect(Collectors.joining());
    return settings + "bench/results DATA";
  }

  private void pretraining() {
    line("");
    line("### Pre-training");
    line("");
    line("Equal steps and sequences a step, one corpus (Europarl's lines in many languages), windows of");
    line("at most 128 patches or 256 bytes; seconds are those of the whole stage.");
    line("");
    row("model", "weights", "steps", "patches", "tokens", "seconds", "patch loss", "mean patch",
        "bits/byte", "unigram");
    row("---", "--:", "--:", "--:", "--:", "--:", "--:", "--:", "--:", "--:");
    for (String model :
        List.of("textgpt", "pixelgpt", "monogpt", "dualgpt", "pixel-baseline")) {
      JsonNode stage = runs.get("pretrain").path(model);
      JsonNode trained = stage.path("metrics");
      JsonNode scores = runs.get("pretrain").path("evaluate-" + model).path("metrics");
      row(model, count(trained, "model_parameters"), count(trained, "steps"),
          count(trained, "patches"), count(trained, "tokens"),
          "%.0f".formatted(seconds(stage)),
          number(scores, "patch_loss"), number(scores, "patch_loss_mean_patch"),
          number(scores, "bits_per_byte"), number(scores, "bits_per_byte_unigram"));
    }
    line("");
    line("The baseline's patch loss is of masked patches, seen from both sides: not comparable.");
  }

  /** Of the attempt that made the artifact, also where this run found it made. */
  private static double seconds(JsonNode stage) {
    try {
      Path manifest = Path.of(stage.path("artifact").asText(), "manifest.json");
      return JSON.readTree(manifest.toFile()).path("run").path("seconds").asDouble();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void fineTuning() {
    line("");
    line("### Fine-tuning");
    line("");
    line("Mean ± deviation over seeds, in hundredths; validation rows for GLUE, test rows for XNLI (mean");
    line("over its languages; `xnli` trained on all of them, `xnli-en` on English alone).");
    line("");
    List<String> head = new ArrayList<>(List.of("model"));
    tasks.forEach(task -> head.add(task + " (" + METRICS.get(task) + ")"));
    row(head.toArray(new String[0]));
    row(head.stream().map(column -> "---").toArray(String[]::new));
    trivial("most frequent label", "majority");
    trivial("words, logistic regression", "bag_of_words");
    MODELS.forEach((stage, name) -> scores(name, stage));
  }

  private void trivial(String name, String method) {
    List<String> cells = new ArrayList<>(List.of("*" + name + "*"));
    for (String task : tasks) {
      cells.add(hundredths(figure(task, "baseline", "." + method)));
    }
    row(cells.toArray(new String[0]));
  }

  private void scores(String name, String stage) {
    List<String> cells = new ArrayList<>(List.of(name));
    for (String task : tasks) {
      OptionalDouble mean = figure(task, stage, ".mean");
      OptionalDouble deviation = figure(task, stage, ".std");
      cells.add(
          mean.isEmpty()
              ? "–"
              : "%s ± %.1f".formatted(hundredths(mean), 100 * deviation.orElse(0)));
    }
    row(cells.toArray(new String[0]));
  }

  private void languages() {
    for (String task : tasks) {
      TreeSet<String> names = new TreeSet<>();
      JsonNode baseline = runs.get(task).path("baseline").path("metrics");
      baseline
          .fieldNames()
          .forEachRemaining(
              key -> {
                String[] parts = key.split("\\.");
                if (parts.length == 4 && parts[0].equals("xnli")) {
                  names.add(parts[1]);
                }
              });
      if (task.startsWith("xnli") && !names.isEmpty()) {
        byLanguage(task, names);
      }
    }
  }

  private void byLanguage(String task, TreeSet<String> names) {
    line("");
    line("#### " + task + " by language");
    line("");
    List<String> head = new ArrayList<>(List.of("model"));
    head.addAll(names);
    row(head.toArray(new String[0]));
    row(head.stream().map(column -> "---").toArray(String[]::new));
    BiFunction<String, String, String> cell =
        (stage, suffix) -> {
          List<String> cells = new ArrayList<>();
          for (String name : names) {
            cells.add(
                hundredths(
                    value(runs.get(task).path(stage), "xnli." + name + ".accuracy" + suffix)));
          }
          return String.join(" | ", cells);
        };
    row("*words, logistic regression*", cell.apply("baseline", ".bag_of_words"));
    MODELS.forEach((stage, name) -> row(name, cell.apply(stage, ".mean")));
  }

  private void claims() {
    line("");
    line("### The paper's claims, at this scale");
    line("");
    line("A difference counts if it is more than twice its standard error over seeds, tasks with equal");
    line("weight.");
    line("");
    line("1. *Text and pixels together give better pixel models than pixels alone.* "
        + compare("MonoGPT", "monogpt-pixel", "PixelGPT", "pixelgpt-pixel", tasks) + " "
        + compare("DualGPT", "dualgpt-pixel", "PixelGPT", "pixelgpt-pixel", tasks));
    line("2. *A unidirectional pixel model matches a bidirectional one.* "
        + compare("PixelGPT", "pixelgpt-pixel", "PIXEL", "pixel-baseline-pixel", tasks));
    List<String> crossing = tasks.stream().filter(task -> task.startsWith("xnli")).toList();
    line("3. *Pixel models transfer across languages without a vocabulary.* On XNLI: "
        + compare("PixelGPT", "pixelgpt-pixel", "TextGPT (bytes)", "textgpt-text", crossing));
    line("4. *Colour carries meaning.* Not tested: the data set of the claim, HatemojiBuild, was not at");
    line("   hand.");
  }

  /** A sentence about the mean difference of two models over tasks. */
  private String compare(String name, String stage, String other, String against, List<String> on) {
    double sum = 0;
    double variance = 0;
    int count = 0;
    for (String task : on) {
      OptionalDouble a = figure(task, stage, ".mean");
      OptionalDouble b = figure(task, against, ".mean");
      if (a.isPresent() && b.isPresent()) {
        double seeds = Math.max(1, value(runs.get(task).path(stage), "seeds").orElse(1));
        sum += a.getAsDouble() - b.getAsDouble();
        variance +=
            (Math.pow(figure(task, stage, ".std").orElse(0), 2)
                    + Math.pow(figure(task, against, ".std").orElse(0), 2))
                / seeds;
        count++;
      }
    }
    if (count == 0) {
      return "Not measured.";
    }
    double mean = 100 * sum / count;
    double error = 100 * Math.sqrt(variance) / count;
    String verdict =
        mean > 2 * error ? "better" : mean < -2 * error ? "worse" : "no difference that counts";
    return String.format(
        Locale.ROOT, "%s against %s: %+.1f ± %.1f, %s.", name, other, mean, error, verdict);
  }

  /** A task's own metric of a stage. */
  private OptionalDouble figure(String task, String stage, String suffix) {
    String name = task.equals("xnli-en") ? "xnli" : task;
    return value(runs.get(task).path(stage), name + "." + METRICS.get(task) + suffix);
  }

  private static OptionalDouble value(JsonNode stage, String metric) {
    JsonNode value = stage.path("metrics").path(metric);
    return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
  }

  private static String hundredths(OptionalDouble value) {
    return value.isEmpty() ? "–" : String.format(Locale.ROOT, "%.1f", 100 * value.getAsDouble());
  }

  private static String number(JsonNode metrics, String name) {
    return metrics.has(name)
        ? String.format(Locale.ROOT, "%.3f", metrics.get(name).asDouble())
        : "–";
  }

  private static String count(JsonNode metrics, String name) {
    return String.format(Locale.ROOT, "%,d", metrics.path(name).asLong());
  }

  private void row(String... cells) {
    line("| " + String.join(" | ", cells) + " |");
  }

  private void line(String text) {
    page.append(text).append('\n');
  }
}
