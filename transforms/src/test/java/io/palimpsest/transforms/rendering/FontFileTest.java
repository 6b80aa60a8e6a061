package io.palimpsest.transforms.rendering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FontFileTest {
  @TempDir Path directory;

  @Test
  void readsFilesAndTheClassPath() throws IOException {
    FontFile packed = FontFile.defaults().get(0);
    Path copy = Files.write(directory.resolve("copy.ttf"), packed.bytes());
    FontFile file = FontFile.at(copy.toString());
    assertThat(file.sha256()).isEqualTo(packed.sha256());
    assertThat(file.bytes()).isEqualTo(packed.bytes());
  }

  @Test
  void theListOfDefaultFontsIsRight() {
    assertThat(FontFile.defaults())
        .hasSizeGreaterThan(90)
        .allMatch(font -> font.bytes().length > 0);
  }

  @Test
  void aCollectionsFontsHaveNumbers() throws IOException {
    Path collection = Files.writeString(directory.resolve("fonts.ttc"), "one");
    FontFile third = FontFile.at(collection + "#2");
    assertThat(third.location()).isEqualTo(collection.toString());
    assertThat(third.face()).isEqualTo(2);
    assertThat(third.digest()).endsWith("#2");
    assertThat(third.digest()).startsWith(FontFile.at(collection.toString()).digest());
  }

  @Test
  void refusesAChangedFile() throws IOException {
    Path path = Files.writeString(directory.resolve("font.ttf"), "one");
    FontFile font = FontFile.at(path.toString());
    Files.writeString(path, "two");
    assertThatThrownBy(font::bytes)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has changed")
        .hasMessageContaining(font.sha256());
  }

  @Test
  void refusesWhatIsNotThere() {
    assertThatThrownBy(() -> FontFile.at(directory.resolve("none.ttf").toString()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Cannot read font");
    assertThatThrownBy(() -> FontFile.at("classpath:/none.ttf"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("No font at classpath:/none.ttf on the class path");
  }

  @Test
  void refusesABlankPlaceAndAWrongDigest() {
    assertThatThrownBy(() -> new FontFile(" ", 0, "0".repeat(64)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("location is empty");
    assertThatThrownBy(() -> new FontFile("a.ttf", 0, "12"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'12'");
  }

  @Test
  void theRendererRefusesWhatIsNoFont() throws IOException {
    Path path = Files.writeString(directory.resolve("font.ttf"), "no font");
    RenderConfig config = RenderConfig.defaults().withFonts(List.of(FontFile.at(path.toString())));
    assertThatThrownBy(() -> new TextRenderer(config))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("FreeType cannot use font " + path);
  }
}
