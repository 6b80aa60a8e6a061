package io.palimpsest.model.tokenizer;

import static io.palimpsest.model.tokenizer.HuggingFaceTokenizerTest.boxed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tokenizers of published models, in {@code shared/data} beside the checkout. */
class RealTokenizersTest {
  private static final String TEXT =
      "Notwithstanding the weather, 15 naïve reviewers (\uD83D\uDE00) met in Київ.";

  @Test
  void pythiasGivesTextBack() throws IOException {
    try (Tokenizer tokenizer = load("gpt-neox-pythia/20B_tokenizer.json")) {
      assertThat(tokenizer.vocabulary()).isEqualTo(50277);
      assertThat(List.of(tokenizer.bos(), tokenizer.eos())).containsExactly(0, 0);
      Encoding encoding = tokenizer.encode(TEXT);
      assertThat(tokenizer.decode(boxed(encoding.ids()))).isEqualTo(TEXT);
      assertThat(encoding.ends()[encoding.size() - 1]).isEqualTo(TEXT.length());
      // "Hello world", as published.
      assertThat(tokenizer.encode("Hello world").ids()).containsExactly(12092, 1533);
    }
  }

  @Test
  void bertsIsNeitherCutNorPaddedAsItsFileSays() throws IOException {
    try (Tokenizer tokenizer = load("bert-minilm/tokenizer.json")) {
      assertThat(tokenizer.vocabulary()).isEqualTo(30522);
      assertThat(List.of(tokenizer.bos(), tokenizer.eos())).containsExactly(101, 102);
      assertThat(tokenizer.encode("hello world").ids()).containsExactly(7592, 2088);
      Encoding encoding = tokenizer.encode("Hello, [SEP] world ".repeat(100));
      assertThat(encoding.size()).isEqualTo(600);
      assertThat(encoding.ids()).doesNotContain(102);
      assertThat(encoding.starts()[1]).isEqualTo(5);
      assertThat(tokenizer.decode(boxed(tokenizer.encode(TEXT).ids())))
          .startsWith("notwithstanding the weather, 15 naive");
    }
  }

  private static Tokenizer load(String file) throws IOException {
    Path wanted = Path.of("shared", "data", "tokenizers");
    Path here = Path.of("").toAbsolutePath();
    while (here != null && !Files.isDirectory(here.resolve(wanted))) {
      here = here.getParent();
    }
    assumeTrue(here != null, () -> "no folder " + wanted + " beside the checkout");
    Path path = here.resolve(wanted).resolve(file);
    return new HuggingFaceTokenizer(Files.readAllBytes(path), path.toString(), "", "");
  }
}
