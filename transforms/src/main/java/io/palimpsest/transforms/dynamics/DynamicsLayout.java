package io.palimpsest.transforms.dynamics;

import java.util.Locale;
import java.util.Map;

/**
 * How GPTDynamics lies on disk, the data of GPTfluence (arXiv 2404.07840, section 3): a folder a
 * run, with the batches as {@code {"step": 1, "samples_id": [3, 17]}} a line, and for each metric a
 * file with {@code {"id": 0, "loss_trajectory": [{"step": 0, "loss": 0.71}]}} a line. Its readers
 * look for the word loss whatever the metric is. The texts are in a file of examples to train on
 * and in one to test with, a JSON object a line.
 */
final class DynamicsLayout {
  static final String CURRICULUM = "train_samples_id.json";
  static final String STEP = "step";
  static final String BATCH = "samples_id";
  static final String ID = "id";
  static final String LOSS = "loss";
  static final String TRAJECTORY = "_trajectory";

  static final String TRAIN_EXAMPLES = "train_examples.json";
  static final String TEST_EXAMPLES = "test_examples.json";
  static final String PROMPT = "input";
  static final String ANSWER = "output";

  /** Ours: the id that an example has in artifacts, and what else its record says. */
  static final String NAME = "name";

  static final String TASK = "task";
  static final String ROLE = "role";
  static final String REFERENCES = "references";
  static final String FLIPPED = "flipped";

  private static final String FILE = "all_%s_trajectory.out";
  private static final String FILE_PATTERN = "all_(.+)_trajectory\\.out";

  /** Other spellings of metrics, in lower case and without what parts words. */
  private static final Map<String, String> METRICS = Map.of("rougel", "rouge_l");

  private DynamicsLayout() {}

  static String trajectories(String metric) {
    return FILE.formatted(metric);
  }

  static boolean isTrajectories(String file) {
    return file.matches(FILE_PATTERN);
  }

  /** The metric that a file name says, as trajectories name it. */
  static String metric(String file) {
    String plain =
        file.replaceFirst(FILE_PATTERN, "$1").toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    return METRICS.getOrDefault(plain, plain);
  }
}
