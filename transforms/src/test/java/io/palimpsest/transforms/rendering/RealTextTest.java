package io.palimpsest.transforms.rendering;

import static io.palimpsest.transforms.rendering.Rendered.render;
import static io.palimpsest.transforms.rendering.Rendered.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.lang.UScript;
import io.palimpsest.schemas.record.PatchSequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The Universal Declaration of Human Rights in some 500 languages; a piece of each. */
class RealTextTest {
  private static final int PIECE = 1500;
  private static final RenderConfig CONFIG = RenderConfig.defaults().withMaxPatches(96);

  @Test
  void coldAndWarmCachesDrawTheSameAndLoseNothing() throws IOException {
    List<String> pieces = new ArrayList<>(pieces());
    List<List<PatchSequence>> cold = new ArrayList<>();
    long missing;
    long characters = 0;
    try (TextRenderer renderer = new TextRenderer(CONFIG)) {
      for (String piece : pieces) {
        List<PatchSequence> windows = render(renderer, piece);
        assertThat(texts(windows)).isEqualTo(piece);
        cold.add(windows);
        characters += piece.codePointCount(0, piece.length());
      }
      missing = renderer.takeMissing().total();
      Collections.reverse(pieces);
      Collections.reverse(cold);
      for (int i = 0; i < pieces.size(); i++) {
        assertThat(render(renderer, pieces.get(i))).isEqualTo(cold.get(i));
      }
    }
    assertThat(scripts(pieces).cardinality()).as("scripts").isGreaterThan(30);
    assertThat((double) missing / characters).as("rate of missing glyphs").isLessThan(0.005);
  }

  private static List<String> pieces() throws IOException {
    try (Stream<Path> files = Files.list(SharedData.folder("text/udhr"))) {
      return files.sorted().map(RealTextTest::piece).toList();
    }
  }

  private static String piece(Path file) {
    try {
      String text = Files.readString(file).replaceAll("\\s+", " ").strip();
      return text.substring(0, text.offsetByCodePoints(0, Math.min(PIECE, text.length() / 2)));
    } catch (IOException e) {
      throw new AssertionError(file.toString(), e);
    }
  }

  private static BitSet scripts(List<String> texts) {
    BitSet scripts = new BitSet();
    texts.forEach(text -> text.codePoints().map(UScript::getScript).forEach(scripts::set));
    return scripts;
  }
}
