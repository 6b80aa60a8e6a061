package io.palimpsest.transforms.fork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.PassingFaultException;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.transforms.artifact.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ForkedJvmIT {
  @Test
  void outcomeAndProgressComeBackAndPrintsDoNotDisturb() throws IOException {
    List<String> notes = new ArrayList<>();
    Outcome outcome =
        new ForkedJvm(3).run(new Threads(), (units, note) -> notes.add(units + " " + note));
    assertThat(outcome.metrics()).containsEntry("threads", 3.0);
    assertThat(notes).containsExactly("2 half", "2 whole");
  }

  @Test
  void aRefusalComesBackAsOne() {
    assertThatThrownBy(() -> new ForkedJvm(1).run(new Refusing(), (units, note) -> {}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("steps is -1; give 1 or more");
  }

  @Test
  void aKilledProcessIsAPassingFault() {
    assertThatThrownBy(() -> new ForkedJvm(1).run(new Dying(), (units, note) -> {}))
        .isInstanceOf(PassingFaultException.class)
        .hasMessageContaining("exit code 137");
  }

  @Test
  void theProcessEndsWithItsCaller() {
    List<Long> pids = new ArrayList<>();
    ForkedTask.ProgressSink cancelled =
        (pid, note) -> {
          pids.add(pid);
          throw new IllegalStateException("the worker is cancelled");
        };
    assertThatThrownBy(() -> new ForkedJvm(1).run(new Endless(), cancelled))
        .isInstanceOf(IllegalStateException.class);
    ProcessHandle.of(pids.get(0)).ifPresent(ForkedJvmIT::awaitEnd);
    assertThat(ProcessHandle.of(pids.get(0)).filter(ProcessHandle::isAlive)).isEmpty();
  }

  private static void awaitEnd(ProcessHandle process) {
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  record Threads() implements ForkedTask {
    @Override
    public Outcome run(Storage storage, int threads, ProgressSink progress) {
      System.out.println("a library's greeting");
      progress.advance(2, "half");
      progress.advance(2, "whole");
      return Outcome.of(new TreeMap<>(Map.of("threads", (double) threads)));
    }
  }

  record Refusing() implements ForkedTask {
    @Override
    public Outcome run(Storage storage, int threads, ProgressSink progress) {
      throw new InvalidInputException("steps is -1; give 1 or more");
    }
  }

  record Dying() implements ForkedTask {
    @Override
    public Outcome run(Storage storage, int threads, ProgressSink progress) throws IOException {
      String self = Long.toString(ProcessHandle.current().pid());
      new ProcessBuilder("kill", "-9", self).start();
      return waitForever();
    }
  }

  record Endless() implements ForkedTask {
    @Override
    public Outcome run(Storage storage, int threads, ProgressSink progress) {
      progress.advance(ProcessHandle.current().pid(), "");
      return waitForever();
    }
  }

  private static Outcome waitForever() {
    new java.util.concurrent.Semaphore(0).acquireUninterruptibly();
    throw new AssertionError("nobody releases it");
  }
}
