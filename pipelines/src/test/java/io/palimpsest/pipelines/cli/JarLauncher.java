package io.palimpsest.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A command like {@code ./palimpsest}, on the class path of this test: the script itself would look
 * whether it is up to date and build, inside of a build.
 */
final class JarLauncher {
  private JarLauncher() {}

  /** Writes it, and returns its path. */
  static Path write(Path folder) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    StringBuilder opens = new StringBuilder();
    for (String name : new String[] {"lang", "net", "nio", "util"}) {
      opens.append(" --add-opens=java.base/java.").append(name).append("=ALL-UNNAMED");
    }
    Path script =
        Files.writeString(
            folder.resolve("palimpsest"),
            "#!/bin/sh\nexec %s%s -Xmx1g -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%s' %s \"$@\"\n"
                .formatted(
                    java,
                    opens,
                    System.getProperty("java.class.path"),
                    Palimpsest.class.getName()));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }
}
