package io.palimpsest.transforms.rendering;

import io.palimpsest.schemas.record.PatchSequence;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** What tests ask of rendered sequences. */
final class Rendered {
  private Rendered() {}

  static List<PatchSequence> render(TextRenderer renderer, String text) {
    List<PatchSequence> sequences = new ArrayList<>();
    renderer.render("doc", text, sequences::add);
    return sequences;
  }

  static List<PatchSequence> render(RenderConfig config, String text) {
    try (TextRenderer renderer = new TextRenderer(config)) {
      return render(renderer, text);
    }
  }

  static String texts(List<PatchSequence> sequences) {
    return sequences.stream().map(PatchSequence::getText).collect(Collectors.joining());
  }

  /** The grey value at a row and a column of the line. */
  static int pixel(PatchSequence sequence, int row, int column) {
    return pixel(sequence, row, column, 0);
  }

  /** The value of a channel at a row and a column of the line, of one channel for all three. */
  static int pixel(PatchSequence sequence, int row, int column, int channel) {
    int side = sequence.getPatchSize();
    int offset = (column / side * side + row) * side + column % side;
    int channels = sequence.getChannels();
    return sequence.getPixels().get(offset * channels + channel % channels) & 0xFF;
  }

  static boolean isBlankColumn(PatchSequence sequence, int column) {
    for (int row = 0; row < sequence.getPatchSize(); row++) {
      if (pixel(sequence, row, column) != 255) {
        return false;
      }
    }
    return true;
  }

  /** The line as characters, darkest first, for messages and for eyes. */
  static String picture(PatchSequence sequence) {
    StringBuilder picture = new StringBuilder();
    for (int row = 0; row < sequence.getPatchSize(); row++) {
      for (int column = 0; column < sequence.getNumPatches() * sequence.getPatchSize(); column++) {
        picture.append("@#+. ".charAt(pixel(sequence, row, column) / 52));
      }
      picture.append('\n');
    }
    return picture.toString();
  }

  static String sha256(PatchSequence sequence) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(sequence.getPixels().array());
    return HexFormat.of().formatHex(digest);
  }
}
