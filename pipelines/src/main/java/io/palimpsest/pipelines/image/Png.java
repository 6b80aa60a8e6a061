package io.palimpsest.pipelines.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** The PNG file format. */
public final class Png {
  private Png() {}

  /** The image as the bytes of a PNG file; equal images give equal bytes. */
  public static byte[] encode(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // ImageIO would put a cache file into the machine's temporary directory.
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot encode an image of " + image.getWidth() + " px", e);
    }
    return bytes.toByteArray();
  }
}
