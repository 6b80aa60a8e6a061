package io.palimpsest.transforms.rendering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.schemas.InvalidInputException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RenderConfigTest {
  private static final List<FontFile> FONTS = FontFile.defaults();

  @Test
  void theDefaultsAreThePapers() {
    RenderConfig paper =
        new RenderConfig(
            FONTS,
            8,
            120,
            16,
            1024,
            Strategy.CONTINUOUS,
            Mode.RGB,
            new Colour(0, 0, 0),
            new Colour(255, 255, 255),
            false);
    assertThat(RenderConfig.defaults()).isEqualTo(paper);
    assertThat(paper.baseline()).isEqualTo(12);
  }

  @Test
  void refusesWhatIsOutOfBounds() {
    RenderConfig config = RenderConfig.defaults();
    assertRefused(() -> config.withFonts(List.of()), "fonts is empty; name at least one font file");
    assertRefused(
        () -> config.withSizes(8, 12), "patch-size is 12; give a multiple of 8 from 8 to 256");
    assertRefused(() -> config.withMaxPatches(3), "max-patches is 3; give 4 to 16384");
    assertRefused(
        () ->
            new RenderConfig(
                FONTS, 8, 0, 16, 64, Strategy.WORDS, Mode.RGB, Colour.BLACK, Colour.WHITE, false),
        "dpi is 0; give 1 or more");
    assertRefused(
        () -> config.withSizes(12, 16), "point-size 12.0 at 120 dpi makes 20.00 pixels per em");
    assertRefused(() -> config.withSizes(Double.NaN, 16), "point-size NaN at 120 dpi");
  }

  @Test
  void readsColours() {
    assertThat(Colour.parse("#ff8000")).isEqualTo(new Colour(255, 128, 0));
    assertRefused(() -> Colour.parse("red"), "The colour 'red' is not of the form #rrggbb");
  }

  private static void assertRefused(ThrowingCallable made, String message) {
    assertThatThrownBy(made)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(message);
  }
}
