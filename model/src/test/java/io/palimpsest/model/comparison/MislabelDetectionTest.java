package io.palimpsest.model.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.palimpsest.schemas.record.Influence;
import io.palimpsest.schemas.record.MislabelCurve;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MislabelDetectionTest {
  private static final Offset<Double> EXACT = within(1e-9);
  private static final Set<String> FLIPPED = Set.of("z0", "z1");

  private final MeanInfluence influence = new MeanInfluence();

  @Test
  void theMostHarmfulAreInspectedFirst() {
    // Most harmful first: z3, z0, z1, z2, z4.
    add("m", 0, -2, -1, -3, 5);
    influences("m", "loss", "other-test", 0, 0, 0, 0, 0);
    add("m", -4, -2, -1, -3, 5);
    MislabelCurve curve = curve("m");

    assertThat(curve.getExamples()).isEqualTo(5);
    assertThat(curve.getFlipped()).isEqualTo(2);
    assertThat(curve.getInspected()).hasSize(21).startsWith(0.0, 0.05).endsWith(1.0);
    // Means: -4/3, -4/3, -2/3, -2, 10/3.
    assertThat(at(curve, 20)).isEqualTo(0, EXACT);
    assertThat(at(curve, 40)).isEqualTo(0.5, EXACT);
    assertThat(at(curve, 60)).isEqualTo(1, EXACT);
    assertThat(at(curve, 50)).isEqualTo(0.75, EXACT);
    // Trapezoids of 0, 0, 1, 2, 2, 2 over five examples and two flipped ones.
    assertThat(curve.getArea()).isEqualTo(6.0 / 10, EXACT);
  }

  @Test
  void equalInfluencesAreAsGoodAsRandom() {
    add("flat", 0.1, 0.1, 0.1, 0.1, 0.1);
    add("flat", 0.7, 0.7, 0.7, 0.7, 0.7);
    influences("flat", "loss", "t", 0.3, 0.3, 0.3, 0.3, 0.3);

    MislabelCurve flat = curve("flat");
    assertThat(flat.getFound()).isEqualTo(curve(MislabelDetection.RANDOM).getFound());
    assertThat(flat.getArea()).isEqualTo(0.5, EXACT);
    for (int i = 0; i <= 20; i++) {
      assertThat(flat.getFound().get(i)).isEqualTo(i / 20.0, EXACT);
    }
  }

  @Test
  void theIdealOrderFindsAllAtOnce() {
    add("m", -1, 1, 0, 0, 0);
    MislabelCurve ideal = curve(MislabelDetection.IDEAL);

    assertThat(at(ideal, 40)).isEqualTo(1, EXACT);
    assertThat(ideal.getArea()).isEqualTo(1 - 0.4 / 2, EXACT);
  }

  @Test
  void moreOfABleuIsBetter() {
    influences("m", "bleu", "t", 2, 1, 0, 0, 0);

    assertThat(at(curve("m"), 40)).isEqualTo(1, EXACT);
  }

  @Test
  void influencesThatAreNotFiniteSayNothing() {
    add("m", -1, Double.NaN, 0, 0, 0);
    add("m", -1, -5, 0, 0, Double.POSITIVE_INFINITY);

    assertThat(influence.nonFinite("m")).isEqualTo(2);
    assertThat(MislabelDetection.figures(curves())).containsEntry("mislabel.m.non_finite", 2.0);
    assertThat(influence.of("m")).containsEntry("z1", -5.0);
    assertThat(at(curve("m"), 20)).isEqualTo(0.5, EXACT);
  }

  @Test
  void withoutFlippedExamplesThereIsNothingToFind() {
    add("m", 1, 2, 3);

    assertThat(new MislabelDetection("loss", Set.of("elsewhere")).curves(influence)).isEmpty();
  }

  @Test
  void figuresAreNamedByMethod() {
    add("m", -2, 1, -1, 0, 0);
    SortedMap<String, Double> figures = MislabelDetection.figures(curves());

    assertThat(figures.get("mislabel.m.found_at_20")).isEqualTo(0.5, EXACT);
    assertThat(figures.get("mislabel.m.found_at_40")).isEqualTo(0.5, EXACT);
    assertThat(figures.get("mislabel.random.area")).isEqualTo(0.5, EXACT);
    assertThat(figures)
        .containsKeys("mislabel.m.area", "mislabel.ideal.found_at_20")
        .doesNotContainKey("mislabel.m.non_finite");
  }

  @Property(tries = 200)
  void everyOrderLiesBelowTheIdealOne(
      @ForAll @Size(min = 3, max = 30) List<@DoubleRange(min = -3, max = 3) Double> values) {
    MeanInfluence any = new MeanInfluence();
    for (int i = 0; i < values.size(); i++) {
      any.add(influence("m", "loss", "t", "z" + i, values.get(i)));
    }
    List<MislabelCurve> curves = new MislabelDetection("loss", FLIPPED).curves(any);
    List<Double> found = curves.get(0).getFound();
    List<Double> ideal = curves.get(2).getFound();

    assertThat(found).startsWith(0.0).isSorted();
    assertThat(found.get(20)).isEqualTo(1, EXACT);
    for (int i = 0; i <= 20; i++) {
      assertThat(found.get(i)).isLessThanOrEqualTo(ideal.get(i) + 1e-9);
    }
  }

  private List<MislabelCurve> curves() {
    return new MislabelDetection("loss", FLIPPED).curves(influence);
  }

  private MislabelCurve curve(String method) {
    return curves().stream()
        .collect(Collectors.toMap(MislabelCurve::getMethod, each -> each))
        .get(method);
  }

  private static double at(MislabelCurve curve, int percent) {
    return curve.getFound().get(percent / 5);
  }

  private void add(String method, double... values) {
    influences(method, "loss", "t", values);
  }

  private void influences(String method, String metric, String test, double... values) {
    IntStream.range(0, values.length)
        .mapToObj(i -> influence(method, metric, test, "z" + i, values[i]))
        .forEach(influence::add);
  }

  private static Influence influence(
      String method, String metric, String test, String train, double value) {
    return Influence.newBuilder()
        .setMethod(method)
        .setRun("r")
        .setMetric(metric)
        .setTrainExample(train)
        .setTestExample(test)
        .setValue(value)
        .build();
  }
}
