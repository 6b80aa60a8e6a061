package io.palimpsest.transforms.rendering;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Writes what {@link PangoParityTest} compares as one picture for eyes: for each script Pango's
 * line above ours, enlarged, its label drawn by ours; and prints the figures.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath.txt -pl transforms -am
 * java -cp transforms/target/test-classes:transforms/target/classes:$(cat transforms/target/classpath.txt) \
 *   io.palimpsest.transforms.rendering.PangoSheet docs/images/pango-parity.png
 * </pre>
 */
final class PangoSheet {
  private static final int ENLARGED = 2;
  private static final int GAP = 8;
  private static final int LABEL_COLUMNS = 112;

  private final BufferedImage sheet;

  private PangoSheet(int columns, int rows) {
    sheet = new BufferedImage(columns * ENLARGED, rows * ENLARGED, BufferedImage.TYPE_BYTE_GRAY);
    Arrays.fill(((DataBufferByte) sheet.getRaster().getDataBuffer()).getData(), (byte) 255);
  }

  public static void main(String[] args) throws IOException {
    ImageIO.write(of(PangoLine.all()).sheet, "png", Path.of(args[0]).toFile());
  }

  private static PangoSheet of(List<PangoLine> lines) {
    int columns = lines.stream().mapToInt(line -> line.pango().columns()).max().orElseThrow();
    int height = lines.get(0).pango().rows();
    int step = 2 * height + GAP;
    PangoSheet sheet = new PangoSheet(LABEL_COLUMNS + columns, lines.size() * step);
    for (int i = 0; i < lines.size(); i++) {
      PangoLine line = lines.get(i);
      System.out.println(line + ": " + LineParity.of(line.pango(), line.ours()));
      sheet.add(label(line.script() + ", Pango"), line.pango(), i * step);
      sheet.add(label("ours"), line.ours(), i * step + height);
    }
    return sheet;
  }

  private static GreyLine label(String text) {
    return GreyLine.of(Rendered.render(RenderConfig.defaults(), text).get(0));
  }

  private void add(GreyLine label, GreyLine line, int top) {
    for (int y = top * ENLARGED; y < (top + line.rows()) * ENLARGED; y++) {
      for (int x = 0; x < sheet.getWidth(); x++) {
        int row = y / ENLARGED - top;
        int column = x / ENLARGED;
        int ink =
            column < LABEL_COLUMNS ? label.at(row, column) : line.at(row, column - LABEL_COLUMNS);
        sheet.getRaster().setSample(x, y, 0, 255 - ink);
      }
    }
  }
}
