package io.palimpsest.pipelines.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a running JVM holds after a garbage collection.
 *
 * @param residentBytes memory that it has of the machine
 * @param jobClassLoaders class loaders of Flink jobs
 * @param nativeCopies copies of Palimpsest's native libraries that are mapped
 */
record Footprint(long residentBytes, long jobClassLoaders, long nativeCopies) {
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final Pattern NATIVES = Pattern.compile("palimpsest-natives-[^/]+");

  /** Collects garbage, then measures. */
  static Footprint of(Process process) throws IOException, InterruptedException {
    jcmd(process, "GC.run");
    String loaders = jcmd(process, "VM.classloader_stats");
    Path proc = Path.of("/proc", Long.toString(process.pid()));
    Matcher resident = RESIDENT.matcher(Files.readString(proc.resolve("status")));
    if (!resident.find()) {
      throw new IOException("No VmRSS in " + proc.resolve("status"));
    }
    return new Footprint(
        Long.parseLong(resident.group(1)) << 10,
        loaders.lines().filter(line -> line.contains("ChildFirstClassLoader")).count(),
        NATIVES
            .matcher(Files.readString(proc.resolve("maps")))
            .results()
            .map(found -> found.group())
            .distinct()
            .count());
  }

  private static String jcmd(Process process, String command)
      throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process asked =
        new ProcessBuilder(
                List.of(jcmd, "-J-XX:TieredStopAtLevel=1", Long.toString(process.pid()), command))
            .redirectErrorStream(true)
            .start();
    String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (asked.waitFor() != 0) {
      throw new IOException("jcmd %s: %s".formatted(command, answer));
    }
    return answer;
  }
}
