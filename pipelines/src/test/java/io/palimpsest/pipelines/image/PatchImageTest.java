package io.palimpsest.pipelines.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.PatchSequence;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PatchImageTest {
  private static final int WHITE = 0xFFFFFFFF;
  private static final int CLEAR = 0;
  private final PatchImage two = PatchImage.defaults().withPatchesPerLine(2).withBackground(CLEAR);

  /** Grey patches of side 2; pixel p of patch i has the value 10 i + p. */
  private static Patches grey(int count) {
    byte[] pixels = new byte[count * 4];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i / 4 * 10 + i % 4);
    }
    return Patches.of(ByteBuffer.wrap(pixels), 2, 1);
  }

  private static int greyOf(int value) {
    return 0xFF000000 | value * 0x010101;
  }

  @Test
  void patchesRunFromLeftToRightAndWrap() {
    BufferedImage image = two.draw(grey(3));
    assertThat(image.getWidth()).isEqualTo(4);
    assertThat(image.getHeight()).isEqualTo(2 + 4 + 2);
    assertThat(image.getRGB(0, 0)).isEqualTo(greyOf(0));
    assertThat(image.getRGB(1, 0)).isEqualTo(greyOf(1));
    assertThat(image.getRGB(0, 1)).isEqualTo(greyOf(2));
    assertThat(image.getRGB(3, 1)).isEqualTo(greyOf(13));
    assertThat(image.getRGB(0, 6)).isEqualTo(greyOf(20));
    assertThat(image.getRGB(0, 3)).isEqualTo(CLEAR);
    assertThat(image.getRGB(2, 6)).isEqualTo(CLEAR);
  }

  @Test
  void coloursKeepTheirChannels() {
    byte[] pixels = {(byte) 255, (byte) 128, 1};
    Patches pixel = Patches.of(ByteBuffer.wrap(pixels), 1, 3);
    assertThat(PatchImage.defaults().draw(pixel).getRGB(0, 0)).isEqualTo(0xFFFF8001);
  }

  @Test
  void theFirstPatchesAreACopyOfThem() {
    byte[] bytes = {1, 2, 3, 4};
    Patches first = Patches.of(ByteBuffer.wrap(bytes), 1, 1).first(3);
    bytes[2] = 9;
    assertThat(first.count()).isEqualTo(3);
    assertThat(first.argb(2, 0, 0)).isEqualTo(greyOf(3));
    assertThat(first.first(5).count()).isEqualTo(3);
  }

  @Test
  void aScaleRepeatsPixels() {
    BufferedImage image = two.withScale(3).draw(grey(1));
    assertThat(image.getWidth()).isEqualTo(6);
    assertThat(image.getRGB(2, 2)).isEqualTo(greyOf(0));
    assertThat(image.getRGB(3, 2)).isEqualTo(greyOf(1));
    assertThat(image.getRGB(5, 5)).isEqualTo(greyOf(3));
  }

  @Test
  void aGridCoversOnlyPatchBorders() {
    BufferedImage image = two.withScale(2).withGrid().draw(grey(2));
    assertThat(image.getRGB(0, 2)).isEqualTo(image.getRGB(4, 2)).isNotEqualTo(greyOf(0));
    assertThat(image.getRGB(1, 1)).isEqualTo(greyOf(0));
    assertThat(image.getRGB(7, 3)).isEqualTo(greyOf(13));
  }

  @Test
  void aSheetStacksRunsOfDifferentLengths() {
    BufferedImage image = two.sheet(List.of(grey(1), grey(2)));
    assertThat(image.getWidth()).isEqualTo(4);
    assertThat(image.getHeight()).isEqualTo(2 + 4 + 14 + 2);
    assertThat(image.getRGB(2, 0)).isEqualTo(CLEAR);
    assertThat(image.getRGB(0, 20)).isEqualTo(greyOf(0));
  }

  @Test
  void comparedRunsLieBelowEachOtherWithStripes() {
    BufferedImage image = two.compare(grey(2), grey(2), 0xFF00FF00, 0xFFFF0000);
    assertThat(image.getRGB(0, 0)).isEqualTo(0xFF00FF00);
    assertThat(image.getRGB(0, 3)).isEqualTo(0xFFFF0000);
    assertThat(image.getRGB(6, 0)).isEqualTo(image.getRGB(6, 3)).isEqualTo(greyOf(0));
  }

  @Test
  void comparedRunsMustBeEquallyLong() {
    assertThatThrownBy(() -> two.compare(grey(2), grey(3), 1, 2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Cannot compare 2 patches with 3");
  }

  @Test
  void aSequenceIsDrawnWithItsEndPatch() throws IOException {
    byte[] pixels = new byte[2 * 16 * 16];
    java.util.Arrays.fill(pixels, 0, 256, (byte) 255);
    PatchSequence sequence =
        PatchSequence.newBuilder()
            .setDocumentId("a")
            .setIndex(0)
            .setText("")
            .setStart(0)
            .setNumPatches(1)
            .setPatchSize(16)
            .setChannels(1)
            .setPixels(ByteBuffer.wrap(pixels))
            .build();
    byte[] png = Png.encode(PatchImage.defaults().draw(sequence));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(image.getWidth()).isEqualTo(32);
    assertThat(image.getRGB(15, 15)).isEqualTo(WHITE);
    assertThat(image.getRGB(16, 0)).isEqualTo(0xFF000000);
  }

  @Test
  void nothingGivesAnImageStill() {
    assertThat(PatchImage.defaults().sheet(List.of()).getWidth()).isEqualTo(1);
  }

  @Test
  void bytesThatAreNoWholePatchesAreRefused() {
    assertThatThrownBy(() -> Patches.of(ByteBuffer.allocate(5), 2, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("5 bytes are not a whole number of patches of 4 bytes");
    assertThatThrownBy(() -> Patches.of(ByteBuffer.allocate(8), 2, 2))
        .hasMessageContaining("2 channels");
  }

  @Test
  void aScaleOfNothingIsRefused() {
    assertThatThrownBy(() -> PatchImage.defaults().withScale(0))
        .hasMessage("The scale must be at least 1, not 0");
  }
}
