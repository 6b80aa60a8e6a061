package io.palimpsest.transforms.tokenizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import io.palimpsest.model.tokenizer.ByteTokenizer;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.Document;
import io.palimpsest.schemas.record.LabeledExample;
import io.palimpsest.schemas.record.PairSequence;
import io.palimpsest.schemas.record.PatchSequence;
import io.palimpsest.schemas.record.TokenSequence;
import io.palimpsest.transforms.rendering.RenderConfig;
import io.palimpsest.transforms.rendering.TextRenderer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SequenceTokenizerTest {
  private static final int BOS = 256;
  private static final int EOS = 257;

  private final ByteTokenizer bytes = new ByteTokenizer();

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(200),
        Arbitraries.of(
                "word",
                " ",
                "é",
                "\u0301",
                "\uD83D\uDC68",
                "\u200D",
                "\uD83C\uDDFA",
                "漢",
                "นี่",
                "\uDC00")
            .list()
            .ofMaxSize(80)
            .map(parts -> String.join("", parts)));
  }

  @Property
  void windowsConcatenateToTheTextAndFit(
      @ForAll("texts") String text, @ForAll @IntRange(min = 16, max = 64) int maxTokens) {
    List<TokenSequence> windows = tokenize(text, maxTokens);
    assertThat(windows.stream().map(TokenSequence::getText).collect(Collectors.joining()))
        .isEqualTo(text);
    int start = 0;
    for (int i = 0; i < windows.size(); i++) {
      TokenSequence window = windows.get(i);
      assertThat(window.getIndex()).isEqualTo(i);
      assertThat(window.getStart()).isEqualTo(start);
      start += window.getText().length();
      List<Integer> tokens = window.getTokens();
      assertThat(tokens).hasSizeLessThanOrEqualTo(maxTokens).startsWith(BOS).endsWith(EOS);
      assertThat(tokens.subList(1, tokens.size() - 1))
          .doesNotContain(BOS, EOS)
          .isEqualTo(ids(window.getText()));
    }
  }

  @Property
  void cutsFallBetweenGraphemeClustersAndBehindSpacesIfThereAreSome(@ForAll("texts") String text) {
    List<TokenSequence> windows = tokenize(text, 32);
    BreakIterator clusters = BreakIterator.getCharacterInstance(ULocale.ROOT);
    clusters.setText(text);
    for (TokenSequence window : windows.subList(1, windows.size())) {
      int cut = window.getStart();
      boolean longCluster =
          cut - clusters.preceding(cut + 1) > 0 && ids(cluster(clusters, text, cut)).size() > 15;
      assertThat(clusters.isBoundary(cut) || longCluster).as("cut at %d of %s", cut, text).isTrue();
    }
  }

  private static String cluster(BreakIterator clusters, String text, int within) {
    int start = clusters.preceding(within + 1);
    int end = clusters.following(start);
    return text.substring(start, end == BreakIterator.DONE ? text.length() : end);
  }

  @Test
  void wordsStayWhole() {
    assertThat(tokenize("one two three four five six", 16))
        .extracting(TokenSequence::getText)
        .containsExactly("one two three ", "four five six");
    assertThat(tokenize("漢字".repeat(5), 16))
        .extracting(TokenSequence::getText)
        .containsExactly("漢字漢字", "漢字漢字", "漢字");
  }

  @Test
  void anEmptyDocumentIsMarkersAlone() {
    assertThat(tokenize("", 16).get(0).getTokens()).containsExactly(BOS, EOS);
  }

  @Test
  void aSentenceIsBetweenMarkers() {
    TokenSequence single = example("ab", null, 16);
    assertThat(single.getTokens()).containsExactly(BOS, (int) 'a', (int) 'b', EOS);
    assertThat(single.getSegments()).containsExactly(2);
    assertThat(single.getLabel()).isEqualTo("yes");
  }

  @Test
  void aMarkerStandsBehindEachSentenceOfAPair() {
    TokenSequence pair = example("ab", "c", 16);
    assertThat(pair.getTokens()).containsExactly(BOS, (int) 'a', (int) 'b', EOS, (int) 'c', EOS);
    assertThat(pair.getSegments()).containsExactly(2, 1);
    assertThat(pair.getText()).isEqualTo("abc");
  }

  @Test
  void theLongerSentenceIsCutFirst() {
    String longer = "wordy ".repeat(20);
    assertThat(example(longer, "short", 32).getText()).isEqualTo("wordy wordy wordy wordy short");
    assertThat(example("short", longer, 32).getText()).isEqualTo("shortwordy wordy wordy wordy ");
    assertThat(example(longer, longer, 32).getSegments()).containsExactly(12, 12);
    assertThat(example("x".repeat(99), "y".repeat(99), 32).getTokens()).hasSize(32);
  }

  @Test
  void anImageGetsTheTokensOfItsText() {
    List<PatchSequence> images = new ArrayList<>();
    PatchSequence pair;
    try (TextRenderer renderer = new TextRenderer(RenderConfig.defaults().withMaxPatches(8))) {
      renderer.render("d", "some words that fill more than one image", images::add);
      pair = renderer.render(new LabeledExample("e", "No.", "Yes.", "1"));
    }
    assertThat(images).hasSizeGreaterThan(1);
    SequenceTokenizer tokenizer = new SequenceTokenizer(bytes, 64);
    for (PatchSequence image : images) {
      PairSequence both = tokenizer.tokenize(image);
      assertThat(both.getImage()).isEqualTo(image);
      assertThat(both.getTokens().getText()).isEqualTo(image.getText());
      assertThat(both.getTokens().getStart()).isEqualTo(image.getStart());
      assertThat(both.getTokens().getIndex()).isEqualTo(image.getIndex());
      assertThat(both.getTokens().getSegments()).isEmpty();
    }
    TokenSequence tokens = tokenizer.tokenize(pair).getTokens();
    assertThat(tokens.getSegments()).containsExactly(3, 4);
    assertThat(tokens.getTokens().get(4)).isEqualTo(EOS);
    assertThat(tokens.getLabel()).isEqualTo("1");
  }

  @Test
  void tooFewTokensAreRefused() {
    assertThatThrownBy(() -> new SequenceTokenizer(bytes, 15))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("max-tokens is 15; give 16 or more");
  }

  private TokenSequence example(String text, String pair, int maxTokens) {
    return new SequenceTokenizer(bytes, maxTokens)
        .tokenize(new LabeledExample("e", text, pair, "yes"));
  }

  private List<TokenSequence> tokenize(String text, int maxTokens) {
    List<TokenSequence> windows = new ArrayList<>();
    new SequenceTokenizer(bytes, maxTokens).tokenize(new Document("d", text), windows::add);
    return windows;
  }

  private List<Integer> ids(String text) {
    return TokenWindow.of(text, bytes.encode(text).ids()).ids();
  }
}
