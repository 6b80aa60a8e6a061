package io.palimpsest.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HuggingFaceTokenizerTest {
  private static final String BYTE_LEVEL = "byte-level-bpe";
  private static final String SENTENCE_PIECE = "sentence-piece-bpe";

  @ParameterizedTest
  @ValueSource(strings = {BYTE_LEVEL, SENTENCE_PIECE})
  void idsAndOffsetsAreThoseOfThePythonLibrary(String name) throws IOException {
    JsonNode parity = new ObjectMapper().readTree(resource("tokenizer-parity"));
    try (Tokenizer tokenizer = load(name, "", "")) {
      for (JsonNode each : parity.path(name)) {
        String text = each.path("text").asText();
        Encoding encoding = tokenizer.encode(text);
        assertThat(encoding.ids()).as(text).isEqualTo(ints(each.path("ids")));
        for (int i = 0; i < encoding.size(); i++) {
          JsonNode offsets = each.path("offsets").get(i);
          assertThat(encoding.starts()[i])
              .as("start of token %d of %s", i, text)
              .isEqualTo(text.offsetByCodePoints(0, offsets.get(0).asInt()));
          assertThat(encoding.ends()[i])
              .as("end of token %d of %s", i, text)
              .isEqualTo(text.offsetByCodePoints(0, offsets.get(1).asInt()));
        }
        assertThat(tokenizer.decode(boxed(encoding.ids()))).isEqualTo(text);
      }
    }
  }

  @Test
  void markersAreFoundAmongTheUsualNames() throws IOException {
    try (Tokenizer tokenizer = load(BYTE_LEVEL, "", "")) {
      assertThat(List.of(tokenizer.bos(), tokenizer.eos())).containsExactly(0, 0);
      assertThat(tokenizer.vocabulary()).isEqualTo(320);
    }
    try (Tokenizer tokenizer = load(SENTENCE_PIECE, "", "")) {
      assertThat(List.of(tokenizer.bos(), tokenizer.eos())).containsExactly(1, 2);
      assertThat(tokenizer.vocabulary()).isEqualTo(380);
    }
  }

  @Test
  void markersMayBeNamed() throws IOException {
    try (Tokenizer tokenizer = load(SENTENCE_PIECE, "<unk>", "<0x0A>")) {
      assertThat(List.of(tokenizer.bos(), tokenizer.eos())).containsExactly(0, 13);
      assertThat(tokenizer.decode(List.of(0, 13))).isEmpty();
    }
  }

  @Test
  void aMissingMarkerIsRefusedWithThoseThatAreThere() {
    assertThatThrownBy(() -> load(SENTENCE_PIECE, "[CLS]", ""))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "tokenizer sentence-piece-bpe has no token '[CLS]' that begins a sequence; set bos-token to one of its special tokens: </s>, <s>, <unk>");
  }

  @Test
  void aTextThatSpellsAMarkerIsText() throws IOException {
    try (Tokenizer tokenizer = load(BYTE_LEVEL, "", "")) {
      Encoding encoding = tokenizer.encode("a<|endoftext|>b");
      assertThat(encoding.ids()).doesNotContain(tokenizer.eos());
      assertThat(tokenizer.decode(boxed(encoding.ids()))).isEqualTo("a<|endoftext|>b");
    }
  }

  @Test
  void hostileTextIsTakenAsItIs() throws IOException {
    try (Tokenizer tokenizer = load(BYTE_LEVEL, "", "")) {
      String text = "\u0000a\uDC00\uD83D\uDE00\uD83D";
      Encoding encoding = tokenizer.encode(text);
      assertThat(tokenizer.decode(boxed(encoding.ids())))
          .isEqualTo("\u0000a\uFFFD\uD83D\uDE00\uFFFD");
      assertThat(encoding.ends()[encoding.size() - 1]).isEqualTo(text.length());
    }
  }

  @Test
  void whatIsNoTokenizerIsRefused() {
    for (String json : List.of("", "[]", "{\"a\": ", "{\"version\": \"1.0\"}")) {
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> new HuggingFaceTokenizer(bytes, "/a/b.json", "", ""))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("/a/b.json is no tokenizer.json");
    }
    byte[] broken =
        "{\"model\": {\"vocab\": {\"<s>\": 0, \"</s>\": 1}}}".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> new HuggingFaceTokenizer(broken, "/c.json", "<s>", "</s>"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("The tokenizers library refuses /c.json: ");
  }

  @Test
  void aClosedTokenizerSaysSo() throws IOException {
    Tokenizer tokenizer = load(BYTE_LEVEL, "", "");
    tokenizer.close();
    tokenizer.close();
    assertThatThrownBy(() -> tokenizer.encode("a")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void nothingIsLeftOnDisk() throws IOException {
    load(BYTE_LEVEL, "", "").close();
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(
              name -> name.startsWith("palimpsest-natives-" + ProcessHandle.current().pid() + "-"));
    }
  }

  static Tokenizer load(String name, String bos, String eos) throws IOException {
    return new HuggingFaceTokenizer(resource(name), name, bos, eos);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in =
        HuggingFaceTokenizerTest.class.getResourceAsStream("/" + name + ".json")) {
      return in.readAllBytes();
    }
  }

  private static int[] ints(JsonNode array) {
    int[] ints = new int[array.size()];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = array.get(i).asInt();
    }
    return ints;
  }

  static List<Integer> boxed(int[] ids) {
    return Arrays.stream(ids).boxed().toList();
  }
}
