package io.palimpsest.transforms.tokenizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.model.tokenizer.Tokenizer;
import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerFileTest {
  private static final String WORDS =
      """
      {"version": "1.0",
       "added_tokens": [{"id": 3, "content": "</s>", "special": true, "single_word": false,
         "lstrip": false, "rstrip": false, "normalized": false}],
       "normalizer": null, "pre_tokenizer": {"type": "WhitespaceSplit"}, "post_processor": null,
       "decoder": null,
       "model": {"type": "WordLevel", "vocab": {"?": 0, "a": 1, "b": 2}, "unk_token": "?"}}
      """;

  @TempDir Path directory;

  @Test
  void bytesNeedNoFile() {
    TokenizerFile bytes = TokenizerFile.at("bytes", "", "");
    assertThat(bytes.digest()).isEqualTo("bytes");
    assertThat(bytes.ids()).isEqualTo(new TokenizerFile.Ids(258, 256, 257));
  }

  @Test
  void aFileIsKnownByItsContent() throws IOException {
    Path path = Files.writeString(directory.resolve("words.json"), WORDS);
    TokenizerFile file = TokenizerFile.at(path.toString(), "", "");
    assertThat(file.ids()).isEqualTo(new TokenizerFile.Ids(4, 3, 3));
    try (Tokenizer tokenizer = file.open()) {
      assertThat(tokenizer.encode("b a c").ids()).containsExactly(2, 1, 0);
    }
    Files.writeString(path, WORDS + " ");
    assertThatThrownBy(file::open)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Tokenizer " + path + " has changed: its checksum is sha256:");
  }

  @Test
  void aMissingFileIsRefused() {
    Path path = directory.resolve("none.json");
    assertThatThrownBy(() -> TokenizerFile.at(path.toString(), "", ""))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Cannot read tokenizer " + path)
        .hasMessageEndingWith("give 'bytes' or the path of a tokenizer.json");
  }

  @Test
  void markersOfBytesCannotBeNamed() {
    assertThatThrownBy(() -> TokenizerFile.at("bytes", "<s>", ""))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("bos-token '<s>'");
  }
}
