package io.palimpsest.transforms.rendering;

import io.palimpsest.schemas.record.PatchSequence;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Writes the lines of {@link ScriptSample} as one picture for eyes, in two columns.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath.txt -pl transforms -am
 * java -cp transforms/target/test-classes:transforms/target/classes:$(cat transforms/target/classpath.txt) \
 *   io.palimpsest.transforms.rendering.ScriptSheet docs/images/scripts.png
 * </pre>
 */
final class ScriptSheet {
  private static final int COLUMNS = 2;
  private static final int WIDTH = 496;
  private static final int HEIGHT = 22;

  private ScriptSheet() {}

  public static void main(String[] args) throws IOException {
    List<ScriptSample> samples = ScriptSample.all();
    int rows = (samples.size() + COLUMNS - 1) / COLUMNS;
    BufferedImage sheet =
        new BufferedImage(COLUMNS * WIDTH, rows * HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D paper = sheet.createGraphics();
    paper.setColor(Color.WHITE);
    paper.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    paper.dispose();
    try (TextRenderer renderer = new TextRenderer(RenderConfig.defaults())) {
      for (int i = 0; i < samples.size(); i++) {
        PatchSequence line = Rendered.render(renderer, samples.get(i).text()).get(0);
        draw(line, sheet, i / rows * WIDTH, i % rows * HEIGHT);
      }
    }
    ImageIO.write(sheet, "png", Path.of(args[0]).toFile());
  }

  private static void draw(PatchSequence line, BufferedImage sheet, int left, int top) {
    int side = line.getPatchSize();
    int columns = Math.min(line.getNumPatches() * side, WIDTH);
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < columns; column++) {
        int rgb = 0;
        for (int channel = 0; channel < 3; channel++) {
          rgb = rgb << 8 | Rendered.pixel(line, row, column, channel);
        }
        sheet.setRGB(left + column, top + row, rgb);
      }
    }
  }
}
