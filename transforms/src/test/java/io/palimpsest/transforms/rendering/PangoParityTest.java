package io.palimpsest.transforms.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines look as the papers' renderer, PangoCairo, draws them with the same font. */
class PangoParityTest {
  private static final double LENGTH_TOLERANCE = 0.02;
  private static final int RISE_TOLERANCE = 1;

  /**
   * The right lines reach 0.998 and more; most wrong ones stay below 0.9, a changed letter 0.995.
   */
  private static final double SHAPE = 0.99;

  /** The right lines reach 0.972 and more; wrong ones at most 0.87, with their marks lost 0.944. */
  private static final double WORST = 0.96;

  private static final Map<String, UnaryOperator<String>> DAMAGES =
      Map.of(
          "reversed", text -> new StringBuilder(text).reverse().toString(),
          "one letter lost", text -> middleReplaced(text, ""),
          "one letter changed", text -> middleReplaced(text, text.substring(0, 1)),
          "marks lost", PangoParityTest::withoutMarks,
          "letters unjoined", text -> text.replaceAll("(?<=\\S)(?=\\S)", "\u200C"));

  @ParameterizedTest
  @MethodSource("io.palimpsest.transforms.rendering.PangoLine#all")
  void looksLikePango(PangoLine line) {
    LineParity parity = LineParity.of(line.pango(), line.ours());
    assertThat(differences(line, parity)).as("%s", parity).isEmpty();
  }

  /** What the measure is worth: it must see what goes wrong in a renderer. */
  @ParameterizedTest
  @MethodSource
  void tellsAWrongLine(PangoLine line, UnaryOperator<String> damage) {
    LineParity parity = LineParity.of(line.pango(), line.ours(damage.apply(line.text())));
    assertThat(differences(line, parity)).as("%s", parity).isNotEmpty();
  }

  static Stream<Arguments> tellsAWrongLine() {
    return PangoLine.all().stream()
        .flatMap(
            line ->
                DAMAGES.entrySet().stream()
                    .filter(damage -> shows(damage.getKey(), damage.getValue(), line))
                    .map(d -> Arguments.of(line, Named.of(d.getKey(), d.getValue()))));
  }

  private static boolean shows(String name, UnaryOperator<String> damage, PangoLine line) {
    return name.equals("letters unjoined")
        ? Set.of("arabic", "devanagari").contains(line.script())
        : !damage.apply(line.text()).equals(line.text());
  }

  private static List<String> differences(PangoLine line, LineParity parity) {
    List<String> differences = new ArrayList<>();
    if (Math.abs(parity.length() - 1) > LENGTH_TOLERANCE) {
      differences.add("length");
    }
    if (Math.abs(parity.rise()) > RISE_TOLERANCE) {
      differences.add("baseline");
    }
    if (parity.shape() < SHAPE || parity.worst() < WORST) {
      differences.add("glyphs");
    }
    return differences;
  }

  /** With the first letter at or behind the middle replaced. */
  private static String middleReplaced(String text, String replacement) {
    int at = text.length() / 2;
    while (!Character.isLetter(text.charAt(at))) {
      at++;
    }
    return text.substring(0, at) + replacement + text.substring(at + 1);
  }

  private static String withoutMarks(String text) {
    String stripped = Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    // Decomposing alone may change how a text is stored but not how it looks.
    return Normalizer.normalize(stripped, Normalizer.Form.NFC);
  }
}
