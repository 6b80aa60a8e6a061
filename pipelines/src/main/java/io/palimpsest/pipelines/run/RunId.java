package io.palimpsest.pipelines.run;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;

/** Names this process in a workspace, and tells whether a process of such a name still lives. */
final class RunId {
  private RunId() {}

  /** Host, process number and start time: {@code myhost-4711-1700000000000}. */
  static String own() {
    ProcessHandle self = ProcessHandle.current();
    return "%s-%d-%d".formatted(host(), self.pid(), start(self).orElse(0L));
  }

  /** Whether {@code id} names a process of this machine that is no more. */
  static boolean isDead(String id) {
    String[] parts = id.split("-");
    if (parts.length < 3 || !id.startsWith(host() + "-")) {
      return false;
    }
    long pid = Long.parseLong(parts[parts.length - 2]);
    long started = Long.parseLong(parts[parts.length - 1]);
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    return process.isEmpty() || start(process.get()).orElse(0L) != started;
  }

  /** Whether {@code id} names a process of this machine that lives. */
  static boolean isAlive(String id) {
    return id.startsWith(host() + "-") && !isDead(id);
  }

  /** When the process began, if {@code id} names one. */
  static Optional<Instant> started(String id) {
    return id.matches("[^-]+-\\d{1,18}-\\d{1,18}")
        ? Optional.of(Instant.ofEpochMilli(Long.parseLong(id.replaceFirst(".*-", ""))))
        : Optional.empty();
  }

  private static Optional<Long> start(ProcessHandle process) {
    return process.info().startInstant().map(instant -> instant.toEpochMilli());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.]", "_");
    } catch (IOException e) {
      return "localhost";
    }
  }
}
