package io.palimpsest.pipelines.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.pipelines.report.LayeredLayout.Place;
import io.palimpsest.pipelines.report.LayeredLayout.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayeredLayoutTest {
  /** Each string is a node's name, then its inputs. */
  private static LayeredLayout layout(String... nodes) {
    Map<String, List<String>> inputs = new LinkedHashMap<>();
    for (String node : nodes) {
      List<String> words = List.of(node.split(" ", -1));
      inputs.put(words.get(0), words.subList(1, words.size()));
    }
    return LayeredLayout.of(inputs);
  }

  @Test
  void aChainIsStraight() {
    LayeredLayout layout = layout("a", "b a", "c b");
    assertThat(layout.places().values())
        .containsExactly(new Place(0, 0), new Place(1, 0), new Place(2, 0));
    assertThat(layout.routes())
        .containsExactly(new Route("a", "b", List.of()), new Route("b", "c", List.of()));
  }

  @Test
  void aDiamondIsSymmetric() {
    LayeredLayout layout = layout("a", "b a", "c a", "d b c");
    assertThat(layout.places())
        .containsEntry("a", new Place(0, 0))
        .containsEntry("b", new Place(1, -0.5))
        .containsEntry("c", new Place(1, 0.5))
        .containsEntry("d", new Place(2, 0));
    assertThat(layout.routes()).hasSize(4).allMatch(route -> route.lanes().isEmpty());
  }

  @Test
  void anEdgeOverALayerTakesALaneBesideTheNodes() {
    LayeredLayout layout = layout("a", "b a", "c b a");
    assertThat(layout.places()).containsEntry("b", new Place(1, 0));
    assertThat(layout.routes())
        .contains(new Route("a", "c", List.of(new Place(1, 0.75))))
        .contains(new Route("b", "c", List.of()));
  }

  @Test
  void edgesToOneNodeShareTheirLane() {
    LayeredLayout layout = layout("a", "b a", "c b", "d c b a");
    List<Place> fromA =
        layout.routes().stream().filter(r -> r.from().equals("a")).toList().get(1).lanes();
    List<Place> fromB =
        layout.routes().stream().filter(r -> r.from().equals("b")).toList().get(1).lanes();
    assertThat(fromA).hasSize(2);
    assertThat(fromB).containsExactly(fromA.get(1));
  }

  @Test
  void crossingsAreSortedOut() {
    LayeredLayout layout = layout("a", "b", "x b", "y a");
    assertThat(layout.places().get("y").row()).isLessThan(layout.places().get("x").row());
  }

  @Test
  void theOrderOfDeclarationDoesNotMatter() {
    assertThat(layout("c b", "b a", "a").places()).containsEntry("c", new Place(2, 0));
  }

  @Test
  void unknownAndRepeatedInputsDrawNothing() {
    assertThat(layout("a elsewhere", "b a a").routes())
        .containsExactly(new Route("a", "b", List.of()));
  }

  @Test
  void aCycleIsRefused() {
    assertThatThrownBy(() -> layout("a b", "b a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The graph has a cycle through a");
  }
}
