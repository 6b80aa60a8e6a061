package io.palimpsest.pipelines.run;

import static io.palimpsest.pipelines.run.WorkspaceBuilder.ago;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Of random workspaces. */
class GarbageCollectorPropertiesTest {
  private static final int LIMIT = 30;

  @Property(tries = 60)
  void whatARunThatCountsRefersToStaysWithAllItWasMadeOfAndTheRestGoes(
      @ForAll @IntRange(min = 1, max = 12) int artifacts, @ForAll long seed) throws IOException {
    Random random = new Random(seed);
    Path directory = Files.createTempDirectory("palimpsest-gc");
    try {
      WorkspaceBuilder space = new WorkspaceBuilder(directory);
      List<String> ids = new ArrayList<>();
      List<Set<String>> ancestors = new ArrayList<>();
      Set<String> expected = new TreeSet<>();
      for (int i = 0; i < artifacts; i++) {
        Set<String> above = new TreeSet<>();
        List<String> inputs = new ArrayList<>();
        for (int input = 0; input < i; input++) {
          if (random.nextInt(4) == 0) {
            inputs.add(ids.get(input));
            above.addAll(ancestors.get(input));
          }
        }
        int age = random.nextInt(60);
        String id = space.artifact("t" + i % 3, age, inputs.toArray(String[]::new));
        above.add(id);
        ids.add(id);
        ancestors.add(above);
        if (age <= LIMIT) {
          expected.addAll(above);
        }
      }
      for (String workflow : List.of("a", "b")) {
        int youngest = Integer.MAX_VALUE;
        Set<String> ofYoungest = Set.of();
        for (int age : random.ints(random.nextInt(4), 0, 90).distinct().toArray()) {
          int chosen = random.nextInt(artifacts);
          space.run(workflow, age, ids.get(chosen));
          if (age <= LIMIT) {
            expected.addAll(ancestors.get(chosen));
          }
          if (age < youngest) {
            youngest = age;
            ofYoungest = ancestors.get(chosen);
          }
        }
        expected.addAll(ofYoungest);
      }

      GarbageCollector collector = new GarbageCollector(space.workspace(), ago(LIMIT));
      collector.delete(collector.find(Set.of()));

      assertThat(ids).filteredOn(space::hasArtifact).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(ids)
          .filteredOn(id -> space.has("artifacts/" + id))
          .containsExactlyInAnyOrderElementsOf(expected);
    } finally {
      Trees.delete(directory);
    }
  }
}
