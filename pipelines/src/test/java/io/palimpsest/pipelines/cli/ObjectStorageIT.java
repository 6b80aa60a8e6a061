package io.palimpsest.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.palimpsest.pipelines.storage.FakeGcs;
import io.palimpsest.pipelines.storage.FaultyProxy;
import io.palimpsest.pipelines.storage.FaultyProxy.Fault;
import io.palimpsest.transforms.storage.BeamStorage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.apache.beam.sdk.io.FileSystems;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workflows whose workspace is a bucket. */
@Tag("cluster")
class ObjectStorageIT {
  /** What its users see of a store that is not at its best. */
  private static final double FAULTY = 0.1;

  @TempDir static Path directory;
  private static Path workflow;
  private static SortedMap<String, String> expected;

  @BeforeAll
  static void runOnThisDisk() throws Exception {
    Path corpus = TestCorpus.write(directory.resolve("corpus.jsonl"), 200);
    workflow = TestCorpus.workflow(directory.resolve("small.yaml"), corpus);
    Path local = directory.resolve("local");
    assertSucceeds(CommandLineRunner.run(command("run", local.toString(), List.of())));
    expected = Snapshot.of(local);
  }

  @Test
  void aBucketHoldsTheBytesOfALocalDisk() throws Exception {
    try (FakeGcs server = FakeGcs.start(directory.resolve("server.log"))) {
      String workspace = server.bucket("workspace") + "/of/mine";
      List<String> beam = server.beamOptions();
      assertSucceeds(CommandLineRunner.run(command("run", workspace, beam)));
      assertThat(Snapshot.of(workspace, server.options())).isEqualTo(expected);
      FileSystems.setDefaultPipelineOptions(server.options());
      assertThat(new BeamStorage().list(workspace + "/attempts")).isEmpty();
      assertThat(new BeamStorage().list(workspace + "/states")).isEmpty();

      CommandLineRunner.Result again = CommandLineRunner.run(command("run", workspace, beam));
      assertSucceeds(again);
      assertThat(again.out()).contains("reused").doesNotContain("executed");
      assertSucceeds(CommandLineRunner.run(command("verify", workspace, beam)));
      assertThat(CommandLineRunner.run(command("plan", workspace, beam)).out())
          .doesNotContain("run ");
      List<String> show =
          new ArrayList<>(List.of("show", "shuffle", "--workspace", workspace, "--"));
      show.addAll(beam);
      assertThat(CommandLineRunner.run(show).out()).contains("shuffled-sequences");
    }
  }

  @Test
  void everyStageOfTheQuickstartRunsInABucket() throws Exception {
    Path study =
        SmallQuickstart.write(directory.resolve("study.yaml"), directory.resolve("study.jsonl"));
    Path local = directory.resolve("study");
    assertSucceeds(CommandLineRunner.run("run", study.toString(), "--workspace", local.toString()));
    try (FakeGcs server = FakeGcs.start(directory.resolve("server-study.log"))) {
      String workspace = server.bucket("study");
      List<String> run = new ArrayList<>(List.of("run", study.toString()));
      run.addAll(List.of("--workspace", workspace, "--"));
      run.addAll(server.beamOptions());
      assertSucceeds(CommandLineRunner.run(run));
      assertThat(Snapshot.of(workspace, server.options())).isEqualTo(Snapshot.of(local));
    }
  }

  @Test
  void twoClientsAtOnceLeaveOneWholeArtifactOfEachStage() throws Exception {
    try (FakeGcs server = FakeGcs.start(directory.resolve("server-two.log"))) {
      String workspace = server.bucket("two");
      List<ClientProcess> clients = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Path log = directory.resolve("client-%d.log".formatted(i));
        clients.add(ClientProcess.start(log, command("run", workspace, server.beamOptions())));
      }
      for (ClientProcess client : clients) {
        assertThat(client.await()).as(client.log()).isZero();
      }
      assertThat(Snapshot.of(workspace, server.options())).isEqualTo(expected);
      assertSucceeds(CommandLineRunner.run(command("verify", workspace, server.beamOptions())));
      assertThat(new BeamStorage().list(workspace + "/attempts")).isEmpty();
    }
  }

  @Test
  void aTenthOfTheCallsFailsAndNothingIsLost() throws Exception {
    int port = FakeGcs.freePort();
    try (FaultyProxy proxy = FaultyProxy.start(port, FAULTY, 1);
        FakeGcs server =
            FakeGcs.start(directory.resolve("server-faulty.log"), port, proxy.address())) {
      String workspace = server.bucket("faulty");
      int exit = ExitCode.TRY_AGAIN;
      String said = "";
      for (int run = 0; run < 3 && exit == ExitCode.TRY_AGAIN; run++) {
        CommandLineRunner.Result result =
            CommandLineRunner.run(command("run", workspace, server.beamOptions()));
        exit = result.exit();
        said = result.err();
      }
      assertThat(exit).as(said).isZero();
      assertThat(Snapshot.of(workspace, server.options())).isEqualTo(expected);
      assertSucceeds(CommandLineRunner.run(command("verify", workspace, server.beamOptions())));
      assertThat(proxy.faults()).containsOnlyKeys(Fault.values());
      assertThat(proxy.faults().values().stream().mapToInt(count -> count).sum())
          .isGreaterThan(proxy.calls() / 20);
    }
  }

  @Test
  void spaceIsFreedInABucketToo() throws Exception {
    try (FakeGcs server = FakeGcs.start(directory.resolve("server-gc.log"))) {
      String workspace = server.bucket("full");
      BeamStorage storage = new BeamStorage();
      for (String size : List.of("8", "7")) {
        assertSucceeds(
            CommandLineRunner.run(
                command(
                    "run", workspace, server, "--to=render", "--set=render.point-size=" + size)));
      }
      String committerDied = workspace + "/artifacts/render/" + "a".repeat(64) + "/train-0.avro";
      storage.create(committerDied).close();
      CommandLineRunner.Result gc =
          CommandLineRunner.run(
              command("gc", workspace, server, "--older-than=PT0S", "--set=render.point-size=7"));
      assertSucceeds(gc);
      assertThat(gc.out()).contains("no run since", "has no manifest", "old runs: 1");
      assertThat(storage.list(workspace + "/artifacts/render"))
          .filteredOn(path -> path.endsWith("/manifest.json"))
          .hasSize(1);
      assertThat(storage.size(committerDied)).isEmpty();
      CommandLineRunner.Result again =
          CommandLineRunner.run(
              command("run", workspace, server, "--to=render", "--set=render.point-size=7"));
      assertThat(again.out()).contains("= corpus", "= render");
    }
  }

  @Test
  void aServerThatIsGoneIsAPassingFault() throws Exception {
    String workspace;
    List<String> beam;
    try (FakeGcs server = FakeGcs.start(directory.resolve("server-gone.log"))) {
      workspace = server.bucket("gone");
      beam = server.beamOptions();
    }
    CommandLineRunner.Result result = CommandLineRunner.run(command("run", workspace, beam));
    assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.TRY_AGAIN);
    assertThat(result.err()).contains(workspace);
  }

  @Test
  void aBucketThatDoesNotExistIsSaidToBeMissing() throws Exception {
    try (FakeGcs server = FakeGcs.start(directory.resolve("server-none.log"))) {
      CommandLineRunner.Result result =
          CommandLineRunner.run(command("run", "gs://no-such-bucket/here", server.beamOptions()));
      assertThat(result.exit()).isEqualTo(ExitCode.INVALID);
      assertThat(result.err()).contains("gs://no-such-bucket/here");
    }
  }

  private static void assertSucceeds(CommandLineRunner.Result result) {
    assertThat(result.exit()).as(result.err()).isZero();
  }

  private static List<String> command(
      String command, String workspace, FakeGcs server, String... options) {
    List<String> args =
        new ArrayList<>(List.of(command, workflow.toString(), "--workspace", workspace));
    args.addAll(List.of(options));
    args.add("--");
    args.addAll(server.beamOptions());
    return args;
  }

  private static List<String> command(String name, String workspace, List<String> beam) {
    List<String> command =
        new ArrayList<>(List.of(name, workflow.toString(), "--workspace", workspace));
    command.add("--");
    command.addAll(beam);
    return command;
  }
}
