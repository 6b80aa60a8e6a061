package io.palimpsest.pipelines.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.palimpsest.schemas.record.Influence;
import io.palimpsest.schemas.record.Trajectory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InfluencePartsTest {
  private static final InfluenceStudy STUDY = SampleInfluence.study();
  private static final InfluenceParts PARTS = InfluenceParts.of(STUDY);

  @Test
  void theMeanIsOverSeenTestExamplesOnly() {
    TrajectoryChart chart = PARTS.charts().trajectories().get(0);
    TrajectoryChart.View mean = chart.views().get(0);
    double expected =
        STUDY.truth().stream()
            .filter(each -> Integer.parseInt(each.getExample().split("@", 2)[1]) % 7 != 0)
            .mapToDouble(each -> each.getValues().get(40))
            .average()
            .orElseThrow();

    assertThat(chart.run()).isEqualTo("run-0030");
    assertThat(mean.example()).isEmpty();
    assertThat(mean.truth().get(40).doubleValue()).isCloseTo(expected, within(1e-5));
    assertThat(mean.truth()).hasSameSizeAs(chart.steps());
    assertThat(chart.views()).hasSize(13);
  }

  @Test
  void aBandIsTheDeviationOfTheError() {
    List<Trajectory> truth =
        List.of(values("", "1", 2, 1), values("", "2", 4, 2), values("", "3", 1, 1));
    List<Trajectory> forecasts =
        List.of(values("m", "1", 2, 2), values("m", "2", 4, 6), values("m", "3", 1, 2));
    TrajectoryChart chart =
        TrajectoryChart.of(
                new InfluenceStudy(
                    Map.of(),
                    STUDY.examples(),
                    truth,
                    forecasts,
                    STUDY.means(),
                    Map.of(),
                    List.of()))
            .orElseThrow();
    TrajectoryChart.Curve curve = chart.views().get(0).curves().get(0);

    assertThat(curve.values().get(1)).isEqualTo(10 / 3f);
    // Errors of 1, 4 and 1.
    assertThat(curve.deviation()).containsExactly(0f, (float) Math.sqrt(2));
  }

  @Test
  void aForecastThatExplodesLeavesAGap() {
    List<Trajectory> truth = List.of(values("", "1", 2, 1));
    List<Trajectory> forecasts = List.of(values("m", "1", 2, Float.POSITIVE_INFINITY));
    TrajectoryChart chart =
        TrajectoryChart.of(
                new InfluenceStudy(
                    Map.of(), Map.of(), truth, forecasts, STUDY.means(), Map.of(), List.of()))
            .orElseThrow();

    assertThat(chart.views().get(0).curves().get(0).values()).containsExactly(2f, null);
  }

  @Test
  void aMapHasTheStrongestMostHelpfulFirst() {
    InfluenceGrid grid = new InfluenceGrid(run -> 0);
    for (int i = 0; i < 60; i++) {
      // Every other one harms; the later, the stronger.
      grid.add(SampleInfluence.influence("m", "z" + i, 1, i % 2 == 0 ? i : -i));
      grid.add(SampleInfluence.influence("m", "z" + i, 2, 0.1 * i));
    }
    InfluenceMap map = InfluenceMap.of(Map.of("m", grid)).get(0);

    assertThat(map.train()).hasSize(InfluenceMap.SIDE).startsWith("z58").endsWith("z59");
    assertThat(map.train()).doesNotContain("z19").contains("z20");
    assertThat(map.test()).containsExactlyInAnyOrder("sst-2/dev.tsv@1", "sst-2/dev.tsv@2");
    assertThat(map.values().get(0).get(map.test().indexOf("sst-2/dev.tsv@1"))).isEqualTo(58f);
    assertThat(map.limit()).isBetween(50.0, 59.0);
  }

  @Test
  void aGridKeepsTheFirstRunAlone() {
    InfluenceGrid grid = new InfluenceGrid(run -> run.equals("run-0030") ? 0 : 1);
    grid.add(inRun("later", 1));
    grid.add(inRun("run-0030", 2));
    grid.add(inRun("later", 3));

    assertThat(grid.run()).isEqualTo("run-0030");
    assertThat(grid.values()).isEqualTo(Map.of("z", Map.of("sst-2/dev.tsv@1", 2.0)));
  }

  @Test
  void mostHelpfulAndMostHarmfulAreListedWithTheirTexts() {
    RankedExamples ranked =
        PARTS.ranked().stream()
            .filter(each -> each.method().equals("GPTfluence"))
            .findFirst()
            .orElseThrow();

    assertThat(ranked.count()).isEqualTo(SampleInfluence.TRAIN);
    assertThat(ranked.helpful()).hasSize(10).noneMatch(row -> row.text().flipped());
    assertThat(ranked.harmful()).hasSize(10).allMatch(row -> row.text().flipped());
    assertThat(ranked.helpful()).allMatch(row -> row.influence().startsWith("+"));
    assertThat(ranked.harmful().get(0).text().prompt()).startsWith("Review: ");
  }

  @Test
  void costsAreOrderedAndInWords() {
    List<CostChart.Bar> bars = PARTS.charts().cost().bars();

    assertThat(bars)
        .extracting(CostChart.Bar::method, CostChart.Bar::time)
        .containsExactly(
            tuple("TracIn-CP", "42.0 s"),
            tuple("Grad-Dot", "1.9 s"),
            tuple("GPTfluence", "3.1 ms"),
            tuple("Simfluence", "0.4 ms"));
    assertThat(bars.get(0).operations()).isEqualTo("3.2e+13");
  }

  @Test
  void textsOfAllThatChartsNameAreThere() {
    for (InfluenceMap map : PARTS.charts().maps()) {
      assertThat(PARTS.charts().texts()).containsKeys(map.train().toArray(String[]::new));
      assertThat(PARTS.charts().texts()).containsKeys(map.test().toArray(String[]::new));
    }
    assertThat(PARTS.wrong()).startsWith("Of 60 training examples, 24 have answers");
  }

  private static Influence inRun(String run, double value) {
    return Influence.newBuilder(SampleInfluence.influence("m", "z", 1, value)).setRun(run).build();
  }

  private static Trajectory values(String method, String test, float before, float after) {
    return Trajectory.newBuilder(SampleInfluence.trajectory(method, 0))
        .setExample("sst-2/dev.tsv@" + test)
        .setSteps(List.of(0, 1))
        .setValues(List.of(before, after))
        .build();
  }
}
