package io.palimpsest.pipelines.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.palimpsest.schemas.record.PatchSequence;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScriptSearchTest {
  private static final PatchSequence LATIN = text("all human beings");
  private static final PatchSequence GREEK = text("ολοι οι ανθρωποι");

  @Test
  void theFirstSequenceOfEachScriptIsKept() {
    ScriptSearch search = new ScriptSearch(Map.of("missing_glyphs.greek", 3.0));
    search.look(LATIN);
    search.look(GREEK);
    search.look(text("another in Latin"));
    ScriptSheet sheet = search.sheet("render", 3);
    assertThat(sheet.samples())
        .extracting(ScriptSample::script, ScriptSample::text, ScriptSample::missing)
        .containsExactly(
            tuple("Greek", "ολοι οι ανθρωποι", 3L), tuple("Latin", "all human beings", 0L));
    assertThat(sheet.origin()).isEqualTo("2 scripts in all 3 sequences of stage render.");
  }

  @Test
  void theSearchEndsWhenNothingNewTurnsUp() {
    ScriptSearch search = new ScriptSearch(Map.of());
    search.look(LATIN);
    search.look(GREEK);
    assertThat(looked(search)).isEqualTo(ScriptSearch.FRUITLESS);
    assertThat(search.sheet("r", 99_999).origin())
        .isEqualTo(
            "2 scripts in the first 2,002 of 99,999 sequences of stage r; the search ends at 20,000"
                + " sequences, or after 2,000 documents without a new script, so there may be more.");
  }

  @Test
  void aLongDocumentDoesNotEndTheSearch() {
    ScriptSearch search = new ScriptSearch(Map.of());
    search.look(LATIN);
    for (int window = 1; window < 2 * ScriptSearch.FRUITLESS; window++) {
      search.look(PatchSequence.newBuilder(LATIN).setIndex(window).build());
    }
    assertThat(search.goesOn()).isTrue();
  }

  @Test
  void theSearchEndsInAnyCase() {
    ScriptSearch search = new ScriptSearch(Map.of());
    String scripts = "aαаאاकกაሀஃఅ";
    int looked = 0;
    while (search.goesOn()) {
      boolean another = looked % 1_900 == 0;
      search.look(another ? text(scripts.substring(looked / 1_900, looked / 1_900 + 1)) : LATIN);
      looked++;
    }
    assertThat(looked).isEqualTo(ScriptSearch.MOST);
  }

  @Test
  void aSampleIsTheBeginningOnly() {
    ScriptSample sample = ScriptSample.of("Gothic", text("𐌰".repeat(200)), 0);
    assertThat(sample.text()).isEqualTo("𐌰".repeat(120));
    assertThat(sample.patches().count()).isEqualTo(30);
  }

  private static long looked(ScriptSearch search) {
    long looked = 0;
    while (search.goesOn()) {
      search.look(LATIN);
      looked++;
    }
    return looked;
  }

  private static PatchSequence text(String text) {
    return PatchSequence.newBuilder(SampleReport.sequence(0)).setText(text).build();
  }
}
