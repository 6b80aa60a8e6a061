package io.palimpsest.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plants secrets where people have them, and looks for them in all that is written and shown. */
class SecretsIT {
  private static final String PLANTED = "PLANTED";

  @TempDir Path directory;

  @Test
  void optionsOfTheRunnerStayWithIt() throws IOException {
    Path input = Files.writeString(directory.resolve("a.txt"), "one\ntwo\nthree\n");
    CommandLineRunner.Result run =
        run(
            input.toString(),
            "--",
            "--userAgent=agent-PLANTED",
            "--tempLocation=" + directory.resolve("temp") + "?token=PLANTED",
            "--parallelism=1");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(directory.resolve("workspace/artifacts/report")).isDirectory();
    nothingIsThere(run);
  }

  @Test
  void userAndSignatureOfAnInputAreNotRepeated() throws IOException {
    for (String input :
        List.of(
            "https://me:PLANTED@host/a.txt",
            "/no/such/a.txt&X-Amz-Signature=PLANTED",
            "nowhere://host/b.txt?sig=PLANTED")) {
      CommandLineRunner.Result run = run(input);
      assertThat(run.exit()).as(run.err()).isNotZero();
      assertThat(run.err()).contains("error: ");
      nothingIsThere(run);
    }
  }

  @Test
  void wrongOptionsAreNamedWithoutTheirValues() throws IOException {
    Path input = Files.writeString(directory.resolve("a.txt"), "one");
    for (String option : List.of("--dbPass=PLANTED", "--parallelism=PLANTED", "-PLANTED")) {
      CommandLineRunner.Result run = run(input.toString(), "--", option);
      assertThat(run.exit()).isEqualTo(2);
      assertThat(run.err()).contains("Beam options: ");
      nothingIsThere(run);
    }
  }

  private CommandLineRunner.Result run(String input, String... more) throws IOException {
    Path workflow =
        Files.writeString(
            directory.resolve("w.yaml"),
            """
            name: secrets
            stages:
              corpus: {type: corpus, input: "x", format: lines}
              report: {type: report, from: corpus}
            """);
    String workspace = directory.resolve("workspace").toString();
    List<String> args =
        new ArrayList<>(
            List.of(
                "run",
                workflow.toString(),
                "--workspace",
                workspace,
                "--set",
                "corpus.input=" + input));
    args.addAll(List.of(more));
    return CommandLineRunner.run(args);
  }

  private void nothingIsThere(CommandLineRunner.Result run) throws IOException {
    assertThat(run.out() + run.err()).doesNotContain(PLANTED);
    Path workspace = directory.resolve("workspace");
    if (!Files.exists(workspace)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(workspace)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      int at = text.indexOf(PLANTED);
      assertThat(at < 0 ? "" : text.substring(Math.max(0, at - 200), at + 20))
          .as("%s", file)
          .isEmpty();
    }
  }
}
