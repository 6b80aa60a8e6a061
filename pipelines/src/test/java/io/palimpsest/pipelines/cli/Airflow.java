package io.palimpsest.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The Airflow that {@code .ci/airflow} installed, with a home of its own: SQLite, no examples. */
final class Airflow {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SCRIPT = Path.of("..", ".ci", "airflow.txt");

  private final Path installation;
  private final Path home;

  private Airflow(Path installation, Path home) {
    this.installation = installation;
    this.home = home;
  }

  /** Skips the test with a message where there is no Airflow. */
  static Airflow at(Path home) throws IOException {
    String version;
    try (var lines = Files.lines(SCRIPT)) {
      version = lines.filter(line -> line.startsWith("apache-airflow==")).findFirst().orElseThrow();
    }
    Path cache =
        Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
            .map(Path::of)
            .orElse(Path.of(System.getProperty("user.home"), ".cache"));
    Path installation =
        cache.resolve("palimpsest/airflow-" + version.substring(version.indexOf("==") + 2));
    assumeTrue(
        Files.exists(installation.resolve("installed")),
        "no Airflow in %s: run .ci/airflow to install it".formatted(installation));
    Files.createDirectories(home);
    Files.copy(
        installation.resolve("home/airflow.db"),
        home.resolve("airflow.db"),
        StandardCopyOption.REPLACE_EXISTING);
    return new Airflow(installation, home);
  }

  /**
   * Runs a DAG by {@code airflow dags test}.
   *
   * @param date logical date, perhaps
   * @return its state, and each task's state, tries and result
   */
  JsonNode test(Path file, String dag, Object parameters, String... date) throws Exception {
    String conf = JSON.writeValueAsString(parameters);
    List<String> command = new ArrayList<>(List.of("bin/airflow", "dags", "test", dag));
    command.addAll(Arrays.asList(date));
    command.addAll(List.of("-f", file.toString(), "-c", conf));
    run(command);
    assertThat(said()).doesNotContain("airflow command error");
    return script("airflow-run.py", home.resolve("airflow.db").toString(), dag);
  }

  /** Runs a script of the tests' resources in Airflow's Python; what it prints last is JSON. */
  JsonNode script(String name, String... arguments) throws Exception {
    Path script = home.resolve(name);
    try (InputStream in = Airflow.class.getResourceAsStream(name)) {
      Files.copy(Objects.requireNonNull(in, name), script, StandardCopyOption.REPLACE_EXISTING);
    }
    List<String> command = new ArrayList<>(List.of("bin/python", script.toString()));
    command.addAll(Arrays.asList(arguments));
    List<String> lines = run(command).lines().toList();
    assertThat(lines).as("what %s prints; errors in %s", name, log()).isNotEmpty();
    return JSON.readTree(lines.get(lines.size() - 1));
  }

  /** What Airflow and the stages said. */
  String said() throws IOException {
    return Files.readString(log());
  }

  private String run(List<String> command) throws Exception {
    List<String> absolute = new ArrayList<>(command);
    absolute.set(0, installation.resolve(command.get(0)).toString());
    Path out = home.resolve("out.txt");
    ProcessBuilder builder =
        new ProcessBuilder(absolute)
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder.environment().put("AIRFLOW_HOME", home.toString());
    builder.environment().put("AIRFLOW__CORE__LOAD_EXAMPLES", "False");
    builder.environment().put("AIRFLOW__CORE__DAGS_FOLDER", home.resolve("dags").toString());
    builder.environment().put("NO_COLOR", "1");
    builder.start().waitFor();
    String text = Files.readString(out);
    Files.writeString(log(), text, java.nio.file.StandardOpenOption.APPEND);
    return text;
  }

  private Path log() {
    return home.resolve("log.txt");
  }
}
