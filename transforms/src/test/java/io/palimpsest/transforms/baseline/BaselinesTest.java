package io.palimpsest.transforms.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.model.task.Tasks;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.LabeledExample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BaselinesTest {
  @Test
  void wordsThatTellTheLabelAreLearnt() {
    Map<String, Double> figures = sentiment(7);
    assertThat(figures).containsOnlyKeys("sst-2.accuracy.majority", "sst-2.accuracy.bag_of_words");
    // Three of four are negative in training, half of those that are scored.
    assertThat(figures.get("sst-2.accuracy.majority")).isEqualTo(0.5);
    assertThat(figures.get("sst-2.accuracy.bag_of_words")).isEqualTo(1);
    assertThat(sentiment(7)).isEqualTo(figures);
  }

  private static Map<String, Double> sentiment(long seed) {
    Baselines baselines = new Baselines(Tasks.named("sst-2"), seed);
    for (int i = 0; i < 40; i++) {
      baselines.learn(sentence("train.tsv@" + i, i % 4 == 0));
    }
    return baselines.score(List.of(sentence("dev.tsv@0", true), sentence("dev.tsv@1", false)));
  }

  private static LabeledExample sentence(String id, boolean good) {
    return new LabeledExample(
        id, (good ? "a fine film" : "a dull film") + " " + id.hashCode(), null, good ? "1" : "0");
  }

  @Test
  void sharedWordsTellSimilarity() {
    Baselines baselines = new Baselines(Tasks.named("sts-b"), 7);
    similarities("train.tsv", 400).forEach(baselines::learn);
    Map<String, Double> figures = baselines.score(similarities("dev.tsv", 100));
    assertThat(figures.get("sts-b.pearson.majority")).isZero();
    assertThat(figures.get("sts-b.pearson.bag_of_words")).isGreaterThan(0.8);
    assertThat(figures.get("sts-b.spearman.bag_of_words")).isGreaterThan(0.8);
  }

  private static List<LabeledExample> similarities(String file, int size) {
    Random random = new Random(file.hashCode());
    List<LabeledExample> pairs = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int shared = random.nextInt(6);
      StringBuilder first = new StringBuilder();
      StringBuilder second = new StringBuilder();
      for (int w = 0; w < 5; w++) {
        first.append("w").append(w).append(' ');
        second.append(w < shared ? "w" : "v").append(w).append(' ');
      }
      pairs.add(
          new LabeledExample(
              file + "@" + i, first.toString(), second.toString(), Integer.toString(shared)));
    }
    return pairs;
  }

  @Test
  void anExampleWithoutALabelIsRefused() {
    Baselines baselines = new Baselines(Tasks.named("rte"), 7);
    baselines.learn(new LabeledExample("train.tsv@0", "a", "b", "entailment"));
    baselines.learn(new LabeledExample("train.tsv@1", "a", "c", "not_entailment"));
    assertThatThrownBy(
            () -> baselines.score(List.of(new LabeledExample("test.tsv@0", "a", "b", null))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("test.tsv@0 has no label; set split of the baseline stage to one that has");
  }
}
