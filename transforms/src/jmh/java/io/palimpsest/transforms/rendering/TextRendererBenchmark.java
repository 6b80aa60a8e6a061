package io.palimpsest.transforms.rendering;

import io.palimpsest.schemas.record.PatchSequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Documents rendered per second on one core, caches warm, as fast as a user's corpus repeats its
 * words.
 *
 * <p>The text is that of {@code file} (UTF-8), where one is named; otherwise words of English
 * letter frequencies drawn from a vocabulary by Zipf's law, which repeat about as words of natural
 * text do.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath.txt -pl transforms -am
 * java -cp transforms/target/test-classes:transforms/target/classes:$(cat transforms/target/classpath.txt) \
 *   org.openjdk.jmh.Main TextRendererBenchmark -p characters=2000 -p file=corpus.txt
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class TextRendererBenchmark {
  private static final int CORPUS_CHARACTERS = 4_000_000;
  private static final int VOCABULARY = 40_000;
  private static final String LETTERS =
      "eeeeeeeeeeeetttttttttaaaaaaaaooooooooiiiiiiinnnnnnnsssssshhhhhhrrrrrrddddllllcccuuummmwwffggyyppbbvk";

  @Param({"2000", "500"})
  int characters;

  @Param({""})
  String file;

  private TextRenderer renderer;
  private List<String> documents;
  private int next;

  @Setup(Level.Trial)
  public void open() throws IOException {
    renderer = new TextRenderer(RenderConfig.defaults());
    String corpus = file.isEmpty() ? zipfian(new Random(7)) : Files.readString(Path.of(file));
    documents = cut(corpus.replaceAll("\\s+", " "));
  }

  @TearDown(Level.Trial)
  public void close() {
    renderer.close();
  }

  @Benchmark
  public void render(Blackhole sink) {
    renderer.render("doc", documents.get(next), (PatchSequence s) -> sink.consume(s));
    next = (next + 1) % documents.size();
  }

  private List<String> cut(String corpus) {
    List<String> parts = new ArrayList<>();
    for (int at = 0; at + characters <= corpus.length(); at += characters) {
      parts.add(corpus.substring(at, at + characters).strip());
    }
    return parts;
  }

  private static String zipfian(Random random) {
    List<String> vocabulary = new ArrayList<>();
    for (int rank = 0; rank < VOCABULARY; rank++) {
      vocabulary.add(word(random, 2 + (int) Math.round(Math.log1p(rank) * random.nextDouble())));
    }
    StringBuilder text = new StringBuilder();
    while (text.length() < CORPUS_CHARACTERS) {
      // The inverse of the distribution with density 1/rank.
      text.append(vocabulary.get((int) Math.pow(VOCABULARY, random.nextDouble()) - 1)).append(' ');
    }
    return text.toString();
  }

  private static String word(Random random, int length) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return word.toString();
  }
}
