package io.palimpsest.transforms.fork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.PassingFaultException;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.transforms.artifact.Outcome;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.apache.beam.sdk.io.FileSystem;
import org.apache.beam.sdk.io.FileSystemRegistrar;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForkedJvmIT {
  @TempDir Path directory;

  @Test
  void outcomeAndProgressComeBackAndPrintsDoNotDisturb() throws IOException {
    List<String> notes = new ArrayList<>();
    Outcome outcome = jvm(3).run(new Threads(), (units, note) -> notes.add(units + " " + note));
    assertThat(outcome.metrics()).containsEntry("threads", 3.0);
    assertThat(notes).containsExactly("2 half", "2 whole");
  }

  @Test
  void aRefusalComesBackAsOne() {
    assertThatThrownBy(() -> jvm(1).run(new Refusing(), (units, note) -> {}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("steps is -1; give 1 or more");
  }

  @Test
  void aKilledProcessIsAPassingFault() {
    assertThatThrownBy(() -> jvm(1).run(new Dying(), (units, note) -> {}))
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
    assertThatThrownBy(() -> jvm(1).run(new Endless(), cancelled))
        .isInstanceOf(IllegalStateException.class);
    ProcessHandle.of(pids.get(0)).ifPresent(ForkedJvmIT::awaitEnd);
    assertThat(ProcessHandle.of(pids.get(0)).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void anInterruptEndsTheProcess() throws Exception {
    CompletableFuture<Long> pid = new CompletableFuture<>();
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread worker =
        new Thread(
            () ->
                end.complete(
                    catchThrowable(
                        () -> jvm(1).run(new Endless(), (id, note) -> pid.complete(id)))));
    worker.start();
    ProcessHandle process = ProcessHandle.of(pid.get(60, TimeUnit.SECONDS)).orElseThrow();
    worker.interrupt();
    assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOf(PassingFaultException.class);
    awaitEnd(process);
  }

  @Test
  void beamsOptionsArriveAndAreOnNoCommandLine() throws IOException {
    PipelineOptions options = PipelineOptionsFactory.fromArgs("--tempLocation=/secret").create();
    List<String> notes = new ArrayList<>();
    new ForkedJvm(1, options).run(new Options(), (units, note) -> notes.add(note));
    assertThat(notes).hasSize(2);
    assertThat(notes.get(0)).contains(ForkedMain.class.getName()).doesNotContain("/secret");
    assertThat(notes.get(1)).contains("/secret");
  }

  @Test
  void aJobsClassesAreFoundInFilesOfAnyName() throws Exception {
    Path folder = Files.createDirectories(directory.resolve("tm_host:4711-5e3f"));
    Path blob = Files.createFile(folder.resolve("blob_p-0a1b"));
    Files.copy(resourceJar(), blob, StandardCopyOption.REPLACE_EXISTING);
    Path classPathJar;
    try (URLClassLoader loader =
            new URLClassLoader(new URL[] {blob.toUri().toURL()}, getClass().getClassLoader());
        JobClassPath classPath = JobClassPath.of(loader);
        URLClassLoader fork =
            new URLClassLoader(
                new URL[] {Path.of(classPath.value()).toUri().toURL()},
                ClassLoader.getPlatformClassLoader())) {
      classPathJar = Path.of(classPath.value());
      assertThat(fork.getResource("of-the-job.txt")).isNotNull();
      assertThat(fork.loadClass(ForkedMain.class.getName())).isNotNull();
    }
    assertThat(classPathJar).doesNotExist();
  }

  @Test
  void aJobsClassesAreFoundInFilesOfTheWorkingDirectory() throws Exception {
    URL relative = new URL("file:usrlib/job.jar");
    try (URLClassLoader loader = new URLClassLoader(new URL[] {relative});
        JobClassPath classPath = JobClassPath.of(loader);
        JarFile jar = new JarFile(classPath.value())) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Class-Path"))
          .startsWith(Path.of("usrlib/job.jar").toAbsolutePath().toUri() + " ");
    }
  }

  private Path resourceJar() throws IOException {
    Path jar = directory.resolve("resource.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("of-the-job.txt"));
      out.closeEntry();
    }
    return jar;
  }

  private static ForkedJvm jvm(int threads) {
    return new ForkedJvm(threads, PipelineOptionsFactory.create());
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

  record Options() implements ForkedTask {
    @Override
    public Outcome run(Storage storage, int threads, ProgressSink progress) throws IOException {
      progress.advance(1, Files.readString(Path.of("/proc/self/cmdline")));
      progress.advance(1, RecordingRegistrar.tempLocation);
      return Outcome.of(new TreeMap<>());
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

  /** Hears the options with which Beam's file systems are set up; named in META-INF/services. */
  public static final class RecordingRegistrar implements FileSystemRegistrar {
    private static volatile String tempLocation;

    @Override
    public Iterable<FileSystem<?>> fromOptions(PipelineOptions options) {
      tempLocation = options.getTempLocation();
      return List.of();
    }
  }

  private static Outcome waitForever() {
    new java.util.concurrent.Semaphore(0).acquireUninterruptibly();
    throw new AssertionError("nobody releases it");
  }
}
