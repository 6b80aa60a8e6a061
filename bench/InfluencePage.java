import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the part of docs/results.md that bench/influence makes, to standard output, from the
 * figures of its runs.
 *
 * <p>Usage: {@code java -cp 'pipelines/target/lib/*' bench/InfluencePage.java FOLDER TASKS TASK...
 * ABLATION...}, with TASKS the number of tasks
 */
final class InfluencePage {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OURS = "palimpsest";
  private static final String TRACIN = "tracin_cp_fit";

  /** What was new to a method, by the figures' names. */
  private static final Map<String, String> SUBSETS = new LinkedHashMap<>();

  /** Figures and whether more is better. */
  private static final Map<String, String> FIGURES = new LinkedHashMap<>();

  static {
    SUBSETS.put("seen", "Seen examples, new curricula");
    SUBSETS.put("unseen_test", "Unseen test examples");
    SUBSETS.put("unseen_train", "Unseen training examples");
    FIGURES.put("all_steps_mse", "all-steps MSE");
    FIGURES.put("all_steps_mae", "all-steps MAE");
    FIGURES.put("final_step_spearman", "final-step ρ");
  }

  private final Map<String, JsonNode> studies = new LinkedHashMap<>();
  private final List<String> tasks;
  private final List<String> ablations;
  private final StringBuilder page = new StringBuilder();

  private InfluencePage(File folder, List<String> tasks, List<String> ablations)
      throws IOException {
    this.tasks = tasks;
    this.ablations = ablations;
    for (String task : tasks) {
      studies.put(task, read(folder, task));
    }
    for (String ablation : ablations) {
      studies.put(ablation, read(folder, tasks.get(0) + "-" + ablation));
    }
  }

  private static JsonNode read(File folder, String name) throws IOException {
    return JSON.readTree(new File(folder, "influence-" + name + ".json")).path("stages");
  }

  public static void main(String[] args) throws IOException {
    int behind = 2 + Integer.parseInt(args[1]);
    List<String> all = Arrays.asList(args);
    InfluencePage page =
        new InfluencePage(
            new File(args[0]), all.subList(2, behind), all.subList(behind, all.size()));
    page.write();
    System.out.print(page.page);
  }

  private void write() throws IOException {
    line("## Training-data influence");
    line("");
    setting();
    forecasts();
    unseen();
    mislabels();
    varied();
    costs();
    paper();
  }

  private void setting() {
    JsonNode first = studies.get(tasks.get(0));
    line("A TextGPT of %s weights, pre-trained for %s steps on Europarl's lines, is fine-tuned on each"
        .formatted(count(first, "subject", "model_parameters"), count(first, "subject", "steps")));
    line("task %s times: 128 of 200 training examples, drawn by the run's seed, batch 4, 3 epochs, 96"
        .formatted(count(first, "dynamics", "runs")));
    line("steps, learning rate 1e-4. The loss on the answer's tokens is measured at steps 0, 8, … 96 on");
    line("%s test examples and %s that no simulator is fitted to. Methods are fitted to all runs but 2 to"
        .formatted(count(first, "prompt", "test_examples"),
            count(first, "prompt", "test_unseen_examples")));
    line("choose by, 4 to test on, and 2 on training examples that no other run has. `-flipped`: 40% of");
    line("the training examples have the wrong answer.");
    line("");
    line("```bash");
    line(command());
    line("```");
  }

  /** The command line that makes this part, but for where it works and writes. */
  private static String command() {
    return System.getenv().entrySet().stream()
            .filter(each -> each.getKey().startsWith("INFLUENCE_"))
            .map(each -> "%s=\"%s\" ".formatted(each.getKey(), each.getValue()))
            .sorted()
            .collect(Collectors.joining())
        + "bench/influence DATA";
  }

  private void forecasts() {
    line("");
    line("### Forecasts of the loss");
    line("");
    line("Means over test runs and examples; the lowest error or highest rank correlation of each task is");
    line("bold (among methods that are not told the truth). *_fit*: one factor by least squares on the");
    line("validation runs; *_truth*: on the very losses that are forecast, as the paper does. *Constant* and");
    line("*mean trajectory* (of the runs that methods are fitted to) look at no curriculum.");
    SUBSETS.forEach(
        (subset, title) -> {
          line("");
          line("#### " + title);
          FIGURES.forEach((figure, name) -> table(subset, figure, name));
        });
    line("");
    SUBSETS.forEach((subset, title) -> line("- " + standing(subset, title)));
  }

  private void table(String subset, String figure, String name) {
    line("");
    row(Stream.concat(Stream.of(name), tasks.stream()));
    row(Stream.concat(Stream.of("---"), tasks.stream().map(task -> "--:")));
    for (String method : methods(subset)) {
      row(Stream.concat(
          Stream.of(method), tasks.stream().map(task -> cell(task, method, subset, figure))));
    }
  }

  /** In alphabetical order, trivial ones first. */
  private List<String> methods(String subset) {
    String end = "." + subset + ".all_steps_mse";
    Set<String> all = new TreeSet<>();
    for (String task : tasks) {
      compared(task).fieldNames().forEachRemaining(
          key -> {
            if (key.endsWith(end)) {
              all.add(key.substring(0, key.length() - end.length()));
            }
          });
    }
    return Stream.concat(
            all.stream().filter(InfluencePage::isTrivial),
            all.stream().filter(method -> !isTrivial(method)))
        .toList();
  }

  /** Why unseen test examples are hard: what tells their mean trajectories apart. */
  private void unseen() throws IOException {
    line("");
    line("#### What tells unseen test examples apart");
    line("");
    line("The weights that `palimpsest` chose, by leaving test examples out, for how alike the mean");
    line("trajectories of two test examples are: by their loss before training, by the cosine of their");
    line("features, by having the same answer, by being of the same task.");
    line("");
    line("| task | loss before | features | answer | task |");
    line("| --- | --: | --: | --: | --: |");
    for (String task : tasks) {
      String artifact = studies.get(task).path("fit-palimpsest").path("artifact").asText();
      JsonNode mean = JSON.readTree(new File(artifact, "kernels.json")).path("mean");
      JsonNode texts = mean.path("likeness");
      line(String.format(Locale.ROOT, "| %s | %.1f | %.1f | %.1f | %.1f |",
          task,
          mean.path("initial").asDouble() + mean.path("near").asDouble(),
          texts.path("features").asDouble(),
          texts.path("answer").asDouble(),
          texts.path("task").asDouble()));
    }
    line("");
    line("Where an answer is one of two words, examples end apart by their answer, which is a word or two of a");
    line("text's features, and hardly by what the text says: a simulator that knows features alone has");
    line("little to rank unseen examples by, as the paper found of its own (and `gptfluence` shows above).");
  }

  private static boolean isTrivial(String method) {
    return method.equals("constant") || method.equals("mean_trajectory");
  }

  private String cell(String task, String method, String subset, String figure) {
    OptionalDouble value = figure(task, method, subset, figure);
    if (value.isEmpty()) {
      return "–";
    }
    boolean best = best(task, subset, figure).filter(method::equals).isPresent();
    return best ? "**" + number(value.getAsDouble()) + "**" : number(value.getAsDouble());
  }

  private Optional<String> best(String task, String subset, String figure) {
    double sign = figure.equals("final_step_spearman") ? -1 : 1;
    return methods(subset).stream()
        .filter(method -> !method.endsWith("_truth"))
        .filter(method -> figure(task, method, subset, figure).isPresent())
        .min(
            (a, b) ->
                Double.compare(
                    sign * figure(task, a, subset, figure).getAsDouble(),
                    sign * figure(task, b, subset, figure).getAsDouble()));
  }

  private String standing(String subset, String title) {
    long won =
        tasks.stream()
            .filter(task -> best(task, subset, "all_steps_mse").filter(OURS::equals).isPresent())
            .count();
    long againstMean =
        tasks.stream().filter(task -> ratio(task, "mean_trajectory", subset) < 1).count();
    long againstGptfluence =
        tasks.stream().filter(task -> ratio(task, "gptfluence", subset) < 1).count();
    return "%s: `palimpsest` has the lowest MSE of all methods and trivial forecasts on %d of %d tasks; it is below the mean trajectory on %d and below `gptfluence` on %d."
        .formatted(title, won, tasks.size(), againstMean, againstGptfluence);
  }

  private double ratio(String task, String other, String subset) {
    return figure(task, OURS, subset, "all_steps_mse").orElse(Double.NaN)
        / figure(task, other, subset, "all_steps_mse").orElse(Double.NaN);
  }

  private void mislabels() {
    for (String task : tasks) {
      Set<String> methods = new TreeSet<>();
      compared(task).fieldNames().forEachRemaining(
          key -> {
            if (key.startsWith("mislabel.") && key.endsWith(".area")) {
              methods.add(key.substring("mislabel.".length(), key.length() - ".area".length()));
            }
          });
      if (methods.isEmpty()) {
        continue;
      }
      line("");
      line("### Flipped labels found: " + task);
      line("");
      line("Training examples in the order of their mean influence on the test examples, the most harmful");
      line("first: the share of the flipped ones that is found by looking at 20% and 40% of all.");
      line("");
      row(Stream.of("order by", "area", "at 20%", "at 40%"));
      row(Stream.of("---", "--:", "--:", "--:"));
      for (String method : methods) {
        row(Stream.concat(
            Stream.of(method),
            Stream.of("area", "found_at_20", "found_at_40")
                .map(figure -> text(compared(task).path("mislabel." + method + "." + figure)))));
      }
    }
  }

  private void varied() {
    if (ablations.isEmpty()) {
      return;
    }
    String task = tasks.get(0);
    line("");
    line("### One setting varied: " + task);
    line("");
    line("All-steps MSE and final-step ρ; the first row is the workflow's own setting. *order*, *separate*");
    line("(a linear map for each side, as in the paper) and *concat* change GPTfluence alone; *encoder-subject*");
    line("takes the subject's own states as features; *runs* fits to fewer runs; *tracin-every* takes each or");
    line("every 10th of the checkpoints that lie 8 steps apart.");
    line("");
    List<String> columns =
        List.of("gptfluence.seen", "gptfluence.unseen_test", "simfluence.seen", "palimpsest.seen",
            "palimpsest.unseen_test", TRACIN + ".seen");
    row(Stream.concat(Stream.of("setting"), columns.stream().map(each -> each.replace(".", ", "))));
    row(Stream.concat(Stream.of("---"), columns.stream().map(each -> "--:")));
    Stream.concat(Stream.of(task), ablations.stream())
        .forEach(
            study ->
                row(Stream.concat(
                    Stream.of(study.equals(task) ? "as above" : study),
                    columns.stream().map(column -> both(study, column)))));
  }

  private String both(String study, String column) {
    JsonNode error = found(study, column + ".all_steps_mse");
    JsonNode rank = found(study, column + ".final_step_spearman");
    return error.isMissingNode() ? "–" : text(error) + " / " + text(rank);
  }

  /** A figure, of TracIn-CP by however many checkpoints. */
  private JsonNode found(String study, String figure) {
    JsonNode all = compared(study);
    for (Iterator<String> names = all.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (name.replaceFirst("^tracin_cp_every\\d+_fit", TRACIN).equals(figure)) {
        return all.path(name);
      }
    }
    return MissingNode.getInstance();
  }

  private void costs() {
    line("");
    line("### Cost of a forecast");
    line("");
    line("Of the trajectory of one test example in one run; without influences, means over tasks.");
    line("");
    row(Stream.of("method", "seconds", "operations"));
    row(Stream.of("---", "--:", "--:"));
    String end = ".seconds_per_trajectory";
    Set<String> methods = new TreeSet<>();
    for (String task : tasks) {
      compared(task).fieldNames().forEachRemaining(
          key -> {
            if (key.endsWith(end)) {
              methods.add(key.substring(0, key.length() - end.length()));
            }
          });
    }
    for (String method : methods) {
      row(Stream.of(
          method, mean(method + end), mean(method + ".operations_per_trajectory")));
    }
  }

  private String mean(String figure) {
    return tasks.stream()
        .map(task -> compared(task).path(figure))
        .filter(JsonNode::isNumber)
        .mapToDouble(JsonNode::asDouble)
        .average()
        .stream()
        .mapToObj(value -> String.format(Locale.ROOT, "%.2g", value))
        .findFirst()
        .orElse("–");
  }

  private void paper() {
    line("");
    line("### The paper's figures");
    line("");
    line("arXiv 2404.07840, Pythia-410M, mean of five tasks; other subjects, tasks and losses: not to be");
    line("compared digit by digit. It has no mean trajectory.");
    line("");
    row(Stream.of("", "all-steps MSE", "all-steps MAE", "final-step ρ"));
    row(Stream.of("---", "--:", "--:", "--:"));
    row(Stream.of("instruction tuning: TracIn-CP (all steps)", ".413", ".426", ".421"));
    row(Stream.of("Grad-Dot", "6.479", "1.608", ".421"));
    row(Stream.of("Simfluence", ".770", ".361", ".779"));
    row(Stream.of("GPTfluence", ".093", ".175", ".860"));
    row(Stream.of("fine-tuning: Simfluence", ".026", ".116", ".931"));
    row(Stream.of("GPTfluence", ".015", ".084", ".933"));
    line("");
    line("Unseen training examples: ρ .913 (RTE), .892 (WebNLG); unseen test examples: −.024 (RTE), .123");
    line("(WebNLG). Flipped labels: about random, below TracIn-CP.");
  }

  private JsonNode compared(String study) {
    return studies.get(study).path("compare").path("metrics");
  }

  private OptionalDouble figure(String task, String method, String subset, String figure) {
    JsonNode value = compared(task).path(method + "." + subset + "." + figure);
    return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
  }

  private static String count(JsonNode study, String stage, String figure) {
    return String.format(Locale.ROOT, "%,d", study.path(stage).path("metrics").path(figure).asLong());
  }

  private static String text(JsonNode value) {
    return value.isNumber() ? number(value.asDouble()) : "–";
  }

  private static String number(double value) {
    if (Math.abs(value) == Double.MAX_VALUE) {
      return "∞";
    }
    double size = Math.abs(value);
    String format = size >= 1000 ? "%.1e" : size >= 10 ? "%.1f" : size >= 0.1 ? "%.3f" : "%.5f";
    return String.format(Locale.ROOT, format, value);
  }

  private void row(Stream<String> cells) {
    line("| " + cells.collect(Collectors.joining(" | ")) + " |");
  }

  private void line(String text) {
    page.append(text).append('\n');
  }
}
