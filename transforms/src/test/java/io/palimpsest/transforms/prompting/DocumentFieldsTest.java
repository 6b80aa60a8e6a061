package io.palimpsest.transforms.prompting;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DocumentFieldsTest {
  @Test
  void wordsStayWhole() {
    List<Map<String, String>> pieces = new DocumentFields().of("reading ".repeat(40).strip());
    assertThat(pieces).hasSize(2);
    assertThat(pieces.get(0))
        .containsEntry("beginning", "reading ".repeat(10).strip())
        .containsEntry("continuation", "reading ".repeat(5));
  }

  @Test
  void scriptsWithoutSpacesAreCutToo() {
    List<Map<String, String>> pieces = new DocumentFields().of("我们在公园里看书。".repeat(8));
    assertThat(pieces).isNotEmpty();
    assertThat(pieces.get(0).get("beginning")).startsWith("我们在公园里看书。");
  }

  @Test
  void whatIsTooShortGivesNone() {
    DocumentFields fields = new DocumentFields();
    assertThat(fields.of("")).isEmpty();
    assertThat(fields.of("A short one.")).isEmpty();
    assertThat(fields.of("x".repeat(500))).isEmpty();
  }

  @Property
  void piecesFollowOneAnotherWithinBounds(@ForAll String text) {
    StringBuilder whole = new StringBuilder();
    for (Map<String, String> piece : new DocumentFields().of(text)) {
      assertThat(bytes(piece.get("beginning"))).isLessThanOrEqualTo(80);
      assertThat(bytes(piece.get("continuation"))).isLessThanOrEqualTo(40);
      whole.append(piece.get("beginning")).append(piece.get("continuation"));
    }
    assertThat(bare(text)).startsWith(bare(whole.toString()));
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String bare(String text) {
    return text.codePoints()
        .filter(c -> !Character.isWhitespace(c))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
