package io.palimpsest.pipelines.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.Derivation;
import io.palimpsest.schemas.artifact.SourceFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** Says which part of a fingerprint changed since a stage's last artifact. */
final class Reason {
  private Reason() {}

  /**
   * @param before the last artifact
   * @param now what the stage is made from now
   * @param inputs stage names by port
   */
  static String of(Optional<Artifact> before, Derivation now, SortedMap<String, String> inputs) {
    if (before.isEmpty()) {
      return "no artifact yet";
    }
    Derivation then = before.get().manifest().derivation();
    List<String> changes = new ArrayList<>();
    if (!then.type().equals(now.type()) || then.version() != now.version()) {
      changes.add(
          "stage type %s v%d → %s v%d"
              .formatted(then.type(), then.version(), now.type(), now.version()));
    }
    configChanges(then, now, changes);
    sourceChanges(then, now, changes);
    mapChanges(then.digests(), now.digests(), changes);
    inputChanges(then, now, inputs, changes);
    return changes.isEmpty() ? "its artifact is gone" : String.join("; ", changes);
  }

  private static void configChanges(Derivation then, Derivation now, List<String> changes) {
    Set<String> keys = new TreeSet<>();
    for (Iterator<String> each = then.config().fieldNames(); each.hasNext(); ) {
      keys.add(each.next());
    }
    now.config().fieldNames().forEachRemaining(keys::add);
    for (String key : keys) {
      JsonNode old = then.config().path(key);
      JsonNode fresh = now.config().path(key);
      // Numbers from JSON and from YAML may differ in width; their text does not.
      if (!old.toString().equals(fresh.toString())) {
        changes.add("%s %s → %s".formatted(key, old, fresh));
      }
    }
  }

  private static void sourceChanges(Derivation then, Derivation now, List<String> changes) {
    Set<SourceFile> added = new HashSet<>(now.sources());
    then.sources().forEach(added::remove);
    Set<SourceFile> gone = new HashSet<>(then.sources());
    now.sources().forEach(gone::remove);
    if (!added.isEmpty() || !gone.isEmpty()) {
      changes.add(
          "source files: %d new or changed, %d gone or replaced"
              .formatted(added.size(), gone.size()));
    }
  }

  private static void mapChanges(
      Map<String, String> then, Map<String, String> now, List<String> changes) {
    Set<String> roles = new TreeSet<>(then.keySet());
    roles.addAll(now.keySet());
    for (String role : roles) {
      if (!Objects.equals(then.get(role), now.get(role))) {
        changes.add("another " + role);
      }
    }
  }

  private static void inputChanges(
      Derivation then, Derivation now, SortedMap<String, String> inputs, List<String> changes) {
    now.inputs()
        .forEach(
            (port, fingerprint) -> {
              if (!fingerprint.equals(then.inputs().get(port))) {
                changes.add("input '%s' changes".formatted(inputs.get(port)));
              }
            });
  }
}
