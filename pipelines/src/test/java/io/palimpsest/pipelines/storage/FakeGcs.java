package io.palimpsest.pipelines.storage;

import static org.junit.jupiter.api.Assumptions.abort;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.beam.sdk.extensions.gcp.auth.NoopCredentialFactory;
import org.apache.beam.sdk.extensions.gcp.options.GcsOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * A fake-gcs-server process: Google Cloud Storage's protocol over the memory of this machine. Where
 * none is installed, tests that ask for it are skipped.
 */
public final class FakeGcs implements AutoCloseable {
  private static final String NAME = "fake-gcs-server";
  private static final int START_SECONDS = 20;

  private final Process process;
  private final int port;
  private final String endpoint;

  private FakeGcs(Process process, int port, String endpoint) {
    this.process = process;
    this.port = port;
    this.endpoint = endpoint;
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @param log what it says
   */
  public static FakeGcs start(Path log) throws Exception {
    int port = freePort();
    return start(log, port, "http://127.0.0.1:" + port);
  }

  /**
   * Starts a server behind a proxy.
   *
   * @param port of the server
   * @param external where its clients find it
   */
  public static FakeGcs start(Path log, int port, String external) throws Exception {
    Process process =
        new ProcessBuilder(
                binary(),
                "-scheme=http",
                "-host=127.0.0.1",
                "-port=" + port,
                "-backend=memory",
                "-external-url=" + external)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    FakeGcs server = new FakeGcs(process, port, external);
    server.awaitStart(log);
    return server;
  }

  /** A port that nobody listens at. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Makes a bucket and returns its address. */
  public String bucket(String name) throws Exception {
    try (Storage client =
        StorageOptions.newBuilder()
            .setHost("http://127.0.0.1:" + port)
            .setProjectId("test")
            .setCredentials(NoCredentials.getInstance())
            .build()
            .getService()) {
      client.create(BucketInfo.of(name));
    }
    return "gs://" + name;
  }

  /** What goes behind {@code --} on a command line. */
  public List<String> beamOptions() {
    return List.of(
        "--gcsEndpoint=" + endpoint + "/storage/v1/",
        "--credentialFactoryClass=" + NoopCredentialFactory.class.getName(),
        "--project=test");
  }

  /** The same as options. */
  public PipelineOptions options(String... more) {
    String[] args =
        Stream.concat(beamOptions().stream(), Arrays.stream(more)).toArray(String[]::new);
    return PipelineOptionsFactory.fromArgs(args).as(GcsOptions.class);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  private void awaitStart(Path log) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (true) {
      try (Socket socket = new Socket("127.0.0.1", port)) {
        return;
      } catch (ConnectException e) {
        boolean ended = process.waitFor(50, TimeUnit.MILLISECONDS);
        if (ended || System.nanoTime() > end) {
          throw new AssertionError(NAME + " does not answer:\n" + Files.readString(log), e);
        }
      }
    }
  }

  /** On the path, or where Go installs programs. */
  private static String binary() {
    Stream<Path> path = Arrays.stream(System.getenv("PATH").split(":")).map(Path::of);
    Path go = Path.of(System.getProperty("user.home"), "go", "bin");
    return Stream.concat(path, Stream.of(go))
        .map(directory -> directory.resolve(NAME))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElseGet(
            () -> abort("needs %s: go install github.com/fsouza/%s@latest".formatted(NAME, NAME)));
  }
}
