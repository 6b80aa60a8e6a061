package io.palimpsest.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Freeing space behind real runs. */
class GcIT {
  @TempDir Path directory;

  @Test
  void whatOlderRunsMadeGoesAndTheLastRunIsReusedWhole() throws IOException {
    Path workflow = workflow();
    succeeds("run", workflow, "--to", "shuffle");
    SortedMap<String, String> before = Snapshot.of(directory.resolve("w"));
    succeeds("run", workflow, "--to", "shuffle", "--set", "render.point-size=7");
    SortedMap<String, String> both = Snapshot.of(directory.resolve("w"));
    assertThat(both.size()).isGreaterThan(before.size());
    List<String> gc = List.of("--older-than", "PT0S", "--set", "render.point-size=7");

    String dry = succeeds("gc", workflow, with(gc, "--dry-run")).out();
    assertThat(dry).contains("would free").contains("artifacts/render/").contains("old runs: 1");
    assertThat(Snapshot.of(directory.resolve("w"))).isEqualTo(both);

    String freed = succeeds("gc", workflow, gc.toArray(String[]::new)).out();
    assertThat(freed).contains("freed ").contains("no run since");
    assertThat(artifacts("corpus")).isEqualTo(1);
    assertThat(artifacts("render")).isEqualTo(1);
    assertThat(artifacts("shuffle")).isEqualTo(1);
    String again =
        succeeds("run", workflow, "--to", "shuffle", "--set", "render.point-size=7").out();
    assertThat(again).contains("= corpus", "= render", "= shuffle");

    succeeds("run", workflow, "--to", "shuffle");
    assertThat(Snapshot.of(directory.resolve("w"))).containsAllEntriesOf(before);
  }

  @Test
  void deletingHasToBeAskedFor() throws IOException {
    CommandLineRunner.Result refused = command("gc", workflow());
    assertThat(refused.exit()).isEqualTo(ExitCode.INVALID);
    assertThat(refused.err()).contains("--dry-run").contains("--older-than 30d");
  }

  @Test
  void anAgeIsDaysOrADuration() throws IOException {
    CommandLineRunner.Result refused = command("gc", workflow(), "--older-than", "a month");
    assertThat(refused.exit()).isEqualTo(ExitCode.INVALID);
    assertThat(refused.err()).contains("'a month'").contains("30d").contains("PT12H");
    assertThat(command("gc", workflow(), "--older-than", "-PT1H").exit())
        .isEqualTo(ExitCode.INVALID);
  }

  @Test
  void anEmptyWorkspaceHasNothingToFree() throws IOException {
    assertThat(succeeds("gc", workflow(), "--dry-run").out())
        .contains("would free 0 bytes in 0 places");
  }

  private Path workflow() throws IOException {
    Path corpus = TestCorpus.write(directory.resolve("corpus.jsonl"), 40);
    return TestCorpus.workflow(directory.resolve("small.yaml"), corpus);
  }

  private long artifacts(String type) throws IOException {
    try (Stream<Path> folders = Files.list(directory.resolve("w/artifacts").resolve(type))) {
      return folders.count();
    }
  }

  private CommandLineRunner.Result succeeds(String command, Path workflow, String... options) {
    CommandLineRunner.Result result = command(command, workflow, options);
    assertThat(result.exit()).as(result.err()).isZero();
    return result;
  }

  private CommandLineRunner.Result command(String command, Path workflow, String... options) {
    List<String> args = new ArrayList<>(List.of(command, workflow.toString()));
    args.addAll(List.of("--workspace", directory.resolve("w").toString()));
    args.addAll(List.of(options));
    return CommandLineRunner.run(args);
  }

  private static String[] with(List<String> options, String more) {
    return Stream.concat(options.stream(), Stream.of(more)).toArray(String[]::new);
  }
}
