package io.palimpsest.pipelines.report;

import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.ArtifactStore;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Artifacts with all that they were made from, inputs first. */
final class Lineage {
  private final ArtifactStore store;
  private final Map<String, Artifact> found = new LinkedHashMap<>();
  private final Set<String> visited = new HashSet<>();

  private Lineage(ArtifactStore store) {
    this.store = store;
  }

  static Lineage of(ArtifactStore store, Collection<Artifact> artifacts) throws IOException {
    Lineage lineage = new Lineage(store);
    for (Artifact artifact : artifacts) {
      lineage.visit(artifact);
    }
    return lineage;
  }

  /** All artifacts, each after its inputs. */
  List<Artifact> artifacts() {
    return List.copyOf(found.values());
  }

  /** The first artifact of a kind. */
  Optional<Artifact> ofKind(String kind) {
    return allOfKind(kind).stream().findFirst();
  }

  /** Every artifact of a kind. */
  List<Artifact> allOfKind(String kind) {
    return found.values().stream()
        .filter(artifact -> artifact.manifest().kind().equals(kind))
        .toList();
  }

  /** The artifacts that one was made from, as far as they are there. */
  List<Artifact> inputArtifacts(Artifact artifact) {
    return artifact.manifest().derivation().inputs().values().stream()
        .map(found::get)
        .filter(Objects::nonNull)
        .toList();
  }

  /** The names of the stages that made an artifact's inputs. */
  List<String> inputs(Artifact artifact) {
    return inputArtifacts(artifact).stream().map(each -> each.manifest().run().stage()).toList();
  }

  private void visit(Artifact artifact) throws IOException {
    for (String key : artifact.manifest().derivation().inputs().values()) {
      String[] typeAndFingerprint = key.split("/", 2);
      // A forged manifest may name itself.
      if (visited.add(key)) {
        Optional<Artifact> input = store.find(typeAndFingerprint[0], typeAndFingerprint[1]);
        if (input.isPresent()) {
          visit(input.get());
        }
      }
    }
    var derivation = artifact.manifest().derivation();
    found.putIfAbsent(derivation.type() + "/" + artifact.manifest().fingerprint(), artifact);
  }
}
