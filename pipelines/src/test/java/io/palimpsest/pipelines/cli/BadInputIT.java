package io.palimpsest.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users give by mistake: a clear message and exit code 2, or a counted rejection. */
class BadInputIT {
  @TempDir Path directory;

  @Test
  void aMissingFileIsNamed() {
    refused(directory.resolve("none.txt"), "w.yaml:3: ", "no file matches input", "none.txt");
  }

  @Test
  void anEmptyFileHoldsNoDocument() throws IOException {
    refused(file("empty.jsonl", ""), "holds no document");
  }

  @Test
  void anEmptyFolderHoldsNoFile() throws IOException {
    refused(Files.createDirectories(directory.resolve("folder")), "no file matches input");
  }

  @Test
  void aTruncatedGzipIsNamed() throws IOException {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(gzip)) {
      for (int i = 0; i < 20_000; i++) {
        out.write(("{\"text\": \"line " + i * 31 + "\"}\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    byte[] whole = gzip.toByteArray();
    Path file = Files.write(directory.resolve("half.jsonl.gz"), Arrays.copyOf(whole, 20_000));
    refused(file, "half.jsonl.gz is truncated or damaged");
  }

  @Test
  void tooManyRejectionsFailWithTheFirstReasons() throws IOException {
    refused(
        file("a.jsonl", "{\"text\": \"fine\"}\n{\"text\": \n{\"text\": \" \"}\n"),
        "2 of 3 records",
        "more than max-rejected 0.001 allows",
        "broken JSON",
        "only white space");
  }

  @Test
  void rejectionsAreCountedAndKept() throws IOException {
    Path file = directory.resolve("mixed.jsonl");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(
          "{\"text\": \"fine\"}\n{\"text\": \n{\"text\": \" \\u0000 \"}\n{\"no\": 1}\n"
              .getBytes(StandardCharsets.UTF_8));
      out.write(new byte[] {'"', (byte) 0xFF, '"', '\n'});
      out.write(
          "{\"text\": \"lone \\uD83D surrogate and \\u0007 bell\"}\n"
              .getBytes(StandardCharsets.UTF_8));
      out.write("{\"text\": \"".getBytes(StandardCharsets.UTF_8));
      byte[] x = new byte[1 << 20];
      Arrays.fill(x, (byte) 'x');
      for (int i = 0; i < 50; i++) {
        out.write(x);
      }
      out.write("\"}\n".getBytes(StandardCharsets.UTF_8));
    }
    CommandLineRunner.Result run = run(file, "--set", "corpus.max-rejected=1");
    assertThat(run.exit()).as(run.err()).isZero();
    JsonNode corpus = latest().at("/stages/corpus");
    assertThat(corpus.at("/metrics/documents").asInt()).isEqualTo(2);
    assertThat(corpus.at("/metrics/rejected").asInt()).isEqualTo(5);
    CommandLineRunner.Result rejected =
        CommandLineRunner.run(
            "show", "corpus", "--workspace", workspace().toString(), "--records", "9");
    assertThat(rejected.out())
        .contains("lone \uFFFD surrogate and bell")
        .contains("broken JSON")
        .contains("only white space")
        .contains("no text field 'text'")
        .contains("invalid UTF-8 at byte 1")
        .contains("document of 52428812 bytes; max-document-bytes is 8388608");
  }

  @Test
  void theLargestDocumentPassesAtAnyParallelism() throws IOException {
    String word = "Straßenbahnhaltestelle ";
    String text = word.repeat((8 << 20) / word.getBytes(StandardCharsets.UTF_8).length - 1);
    Path folder = Files.createDirectories(directory.resolve("books"));
    for (int i = 0; i < 4; i++) {
      Files.writeString(folder.resolve(i + ".txt"), i + text);
    }
    CommandLineRunner.Result run = run(folder, "--", "--parallelism=4");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(latest().at("/stages/corpus/metrics/documents").asInt()).isEqualTo(4);
  }

  @Test
  void wrongKeysAreRefusedWithTheirPlace() throws IOException {
    Path input = file("a.txt", "text");
    assertRefused(
        run(input, "--set", "corpus.fromat=lines"),
        "unknown key 'fromat'",
        "did you mean 'format'");
    assertRefused(
        run(input, "--set", "corpus.limit=many"),
        "key 'limit' is \"many\"; expected a whole number");
    assertRefused(run(input, "--set", "corpus.validation=1"), "validation is 1.0");
  }

  @Test
  void aWorkspaceThatCannotBeWrittenIsNamed() throws IOException {
    Path file = file("file", "not a directory");
    CommandLineRunner.Result run =
        CommandLineRunner.run(
            "run", workflow(file("a.txt", "text")).toString(), "--workspace", file + "/workspace");
    assertRefused(run, "workspace", "cannot be written", "--workspace");
  }

  @Test
  void aFullDiskFailsCleanlyAndPassesLater() throws Exception {
    Path disk = Files.createDirectories(directory.resolve("disk"));
    assumeTrue(
        exec("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()) == 0,
        "needs the right to mount a small file system");
    try {
      StringBuilder lines = new StringBuilder();
      java.util.Random random = new java.util.Random(5);
      for (int i = 0; i < 60_000; i++) {
        lines
            .append("{\"text\": \"")
            .append(Long.toHexString(random.nextLong()))
            .append(i)
            .append("\"}\n");
      }
      Path workflow = workflow(file("many.jsonl", lines.toString()));
      List<String> args = List.of("run", workflow.toString(), "--workspace", disk + "/workspace");
      CommandLineRunner.Result full = CommandLineRunner.run(args);
      assertThat(full.exit()).as(full.err()).isEqualTo(75);
      assertThat(full.err()).contains("no space left");
      assertThat(disk.resolve("workspace/artifacts/corpus")).doesNotExist();
      assertThat(exec("mount", "-o", "remount,size=64m", disk.toString())).isZero();
      CommandLineRunner.Result later = CommandLineRunner.run(args);
      assertThat(later.exit()).as(later.err()).isZero();
    } finally {
      // Lazily: the log file of this JVM lies there, too.
      exec("umount", "-l", disk.toString());
    }
  }

  private void refused(Path input, String... parts) {
    assertRefused(run(input), parts);
    try (Stream<Path> files = Files.walk(workspace())) {
      assertThat(files.map(Path::toString)).noneMatch(path -> path.contains("artifacts"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void assertRefused(CommandLineRunner.Result run, String... parts) {
    assertThat(run.exit()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(parts);
  }

  private CommandLineRunner.Result run(Path input, String... options) {
    java.util.List<String> args =
        new java.util.ArrayList<>(
            List.of("run", workflow(input).toString(), "--workspace", workspace().toString()));
    args.addAll(List.of(options));
    return CommandLineRunner.run(args);
  }

  private Path workspace() {
    return directory.resolve("workspace");
  }

  private Path workflow(Path input) {
    try {
      return Files.writeString(
          directory.resolve("w.yaml"),
          "name: bad\nstages:\n  corpus: {type: corpus, input: \"%s\"}\n".formatted(input));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private JsonNode latest() throws IOException {
    return new ObjectMapper().readTree(workspace().resolve("runs/bad/latest.json").toFile());
  }

  private static int exec(String... command) throws Exception {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }
}
