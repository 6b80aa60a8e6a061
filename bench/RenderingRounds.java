import io.palimpsest.schemas.record.PatchSequence;
import io.palimpsest.transforms.rendering.RenderConfig;
import io.palimpsest.transforms.rendering.TextRenderer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Our side of bench/rendering: waits on standard input for rounds, so that the JVM stays warm
 * between them.
 *
 * <p>A round is a line {@code DOCUMENTS FORM THREADS CACHES}. Forms are {@code grey} (records as
 * they are stored), {@code rgb} (the same with three channels) and {@code copy} (the grey records
 * are copied in memory, not drawn). A round goes over both halves of the documents some times, each
 * time with new renderers, one a thread: these first draw one half of the documents, not timed, and
 * then the other half, so that their caches know the language but not the documents ({@code
 * unseen}); or the same half again ({@code seen}). The answer is a line {@code documents/s
 * patches/s bytes/s hits}, the last being the part of the words that the caches held.
 *
 * <p>Usage: {@code java -cp 'pipelines/target/lib/*' bench/RenderingRounds.java FOLDER}, with what
 * RenderingDocuments wrote.
 */
final class RenderingRounds {
  private static final byte PAPER = (byte) 255;
  private static final long EIGHT_OF_PAPER = -1;
  private static final int LARGEST = 1024 * 16 * 16;
  private static final int PASSES = 3;

  private record Round(List<String> documents, String form, int threads, boolean seen) {
    List<String> half(int half) {
      int middle = documents.size() / 2;
      return half == 0 ? documents.subList(0, middle) : documents.subList(middle, documents.size());
    }
  }

  private final LongAdder patches = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private String hits = "-";
  private double seconds;

  public static void main(String[] args) throws Exception {
    BufferedReader requests = new BufferedReader(new InputStreamReader(System.in));
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      String[] words = line.split(" ");
      List<String> documents = Files.readAllLines(Path.of(args[0], words[0] + ".txt"));
      boolean seen = words[3].equals("seen");
      System.out.println(run(new Round(documents, words[1], Integer.parseInt(words[2]), seen)));
    }
  }

  private static String run(Round round) throws Exception {
    RenderingRounds meter = new RenderingRounds();
    for (int pass = 0; pass < PASSES; pass++) {
      for (int half = 0; half < 2; half++) {
        List<String> before = round.half(round.seen() ? half : 1 - half);
        meter.measure(round, before, round.half(half));
      }
    }
    return String.format(
        Locale.ROOT,
        "%.1f %.0f %.0f %s",
        PASSES * round.documents().size() / meter.seconds,
        meter.patches.sum() / meter.seconds,
        meter.bytes.sum() / meter.seconds,
        meter.hits);
  }

  private void measure(Round round, List<String> before, List<String> documents) throws Exception {
    List<TextRenderer> renderers = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(round.threads());
    try {
      List<Callable<Void>> warm = new ArrayList<>();
      List<Callable<Void>> timed = new ArrayList<>();
      for (int thread = 0; thread < round.threads(); thread++) {
        TextRenderer renderer = new TextRenderer(RenderConfig.defaults());
        renderers.add(renderer);
        warm.add(task(renderer, before, sequence -> {}));
        timed.add(work(round, renderer, share(documents, thread, round.threads())));
      }
      all(pool, warm);
      long began = System.nanoTime();
      all(pool, timed);
      seconds += (System.nanoTime() - began) / 1e9;
      hits = hits(renderers);
    } finally {
      pool.shutdown();
      renderers.forEach(TextRenderer::close);
    }
  }

  private static List<String> share(List<String> documents, int thread, int threads) {
    int size = documents.size();
    return documents.subList(size * thread / threads, size * (thread + 1) / threads);
  }

  private Callable<Void> work(Round round, TextRenderer renderer, List<String> documents) {
    if (round.form().equals("copy")) {
      List<PatchSequence> sequences = new ArrayList<>();
      documents.forEach(document -> renderer.render("document", document, sequences::add));
      return copy(sequences);
    }
    boolean rgb = round.form().equals("rgb");
    return task(
        renderer, documents, sequence -> count(sequence, rgb ? rgb(sequence) : stored(sequence)));
  }

  private static Callable<Void> task(
      TextRenderer renderer, List<String> documents, Consumer<PatchSequence> sequences) {
    return () -> {
      documents.forEach(document -> renderer.render("document", document, sequences));
      return null;
    };
  }

  private Callable<Void> copy(List<PatchSequence> sequences) {
    return () -> {
      byte[] target = new byte[LARGEST];
      for (PatchSequence sequence : sequences) {
        byte[] grey = stored(sequence);
        System.arraycopy(grey, 0, target, 0, grey.length);
        count(sequence, grey);
      }
      return null;
    };
  }

  private static byte[] stored(PatchSequence sequence) {
    return sequence.getPixels().array();
  }

  /** Every grey byte three times; paper, which is most of it, eight pixels at once. */
  private static byte[] rgb(PatchSequence sequence) {
    if (sequence.getChannels() == 3) {
      return stored(sequence);
    }
    ByteBuffer grey = ByteBuffer.wrap(stored(sequence));
    byte[] rgb = new byte[3 * grey.capacity()];
    Arrays.fill(rgb, PAPER);
    for (int eight = 0; eight < grey.capacity(); eight += Long.BYTES) {
      if (grey.getLong(eight) != EIGHT_OF_PAPER) {
        for (int i = eight; i < eight + Long.BYTES; i++) {
          byte value = grey.get(i);
          rgb[3 * i] = value;
          rgb[3 * i + 1] = value;
          rgb[3 * i + 2] = value;
        }
      }
    }
    return rgb;
  }

  private void count(PatchSequence sequence, byte[] pixels) {
    patches.add(sequence.getNumPatches());
    // Reading a byte keeps the compiler from leaving the array out.
    bytes.add(pixels.length + pixels[pixels.length - 1]);
  }

  private static String hits(List<TextRenderer> renderers) {
    double sum = renderers.stream().mapToDouble(TextRenderer::cacheHitRate).sum();
    return String.format(Locale.ROOT, "%.3f", sum / renderers.size());
  }

  private static void all(ExecutorService pool, List<Callable<Void>> tasks) throws Exception {
    for (Future<Void> done : pool.invokeAll(tasks)) {
      done.get();
    }
  }
}
