package io.palimpsest.pipelines.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainScriptTest {
  @Test
  void mostCharactersDecide() {
    assertThat(MainScript.of("Всі люди (all) 12345678901234567890")).isEqualTo("Cyrillic");
    assertThat(MainScript.of("すべての人間は生れながら")).isEqualTo("Hiragana");
    assertThat(MainScript.of("ᐃᓄᓕᒫᑦ")).isEqualTo("Canadian_Aboriginal");
  }

  @Test
  void charactersOfTheUpperPlanesCountOnce() {
    assertThat(MainScript.of("𐐀𐐀 abc")).isEqualTo("Latin");
  }

  @Test
  void amongEqualsTheFirstDecides() {
    assertThat(MainScript.of("ab вг")).isEqualTo("Latin");
    assertThat(MainScript.of("вг ab")).isEqualTo("Cyrillic");
  }

  @Test
  void marksAndDigitsHaveNoScriptOfTheirOwn() {
    assertThat(MainScript.of("12 👍🏽!")).isEqualTo("Common");
    assertThat(MainScript.of("e\u0301\u0301\u0301 1")).isEqualTo("Latin");
    assertThat(MainScript.of("")).isEqualTo("Common");
  }

  @Test
  void missingGlyphsAreCountedUnderTheLowerCaseName() {
    assertThat(MainScript.missingMetric("Canadian_Aboriginal"))
        .isEqualTo("missing_glyphs.canadian_aboriginal");
  }
}
