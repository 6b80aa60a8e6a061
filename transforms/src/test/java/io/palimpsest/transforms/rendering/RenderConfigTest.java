package io.palimpsest.transforms.rendering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.schemas.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RenderConfigTest {
  private static final List<FontFile> FONTS = FontFile.defaults();

  @Test
  void theDefaultsAreThePapers() {
    assertThat(RenderConfig.defaults()).isEqualTo(new RenderConfig(FONTS, 8, 120, 16, 1024));
    assertThat(RenderConfig.defaults().baseline()).isEqualTo(12);
  }

  @Test
  void refusesWhatIsOutOfBounds() {
    assertRefused(List.of(), 8, 120, 16, 1024, "fonts is empty; name at least one font file");
    assertRefused(FONTS, 8, 120, 12, 1024, "patch-size is 12; give a multiple of 8 from 8 to 256");
    assertRefused(FONTS, 8, 120, 16, 3, "max-patches is 3; give 4 to 16384");
    assertRefused(FONTS, 8, 0, 16, 1024, "dpi is 0; give 1 or more");
    assertRefused(
        FONTS, 12, 120, 16, 1024, "point-size 12.0 at 120 dpi makes 20.00 pixels per em, which");
    assertRefused(FONTS, Double.NaN, 120, 16, 1024, "point-size NaN at 120 dpi");
  }

  private static void assertRefused(
      List<FontFile> fonts, double points, int dpi, int patch, int patches, String message) {
    assertThatThrownBy(() -> new RenderConfig(fonts, points, dpi, patch, patches))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(message);
  }
}
