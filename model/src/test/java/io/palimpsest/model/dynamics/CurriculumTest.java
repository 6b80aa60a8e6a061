package io.palimpsest.model.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.schemas.InvalidInputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CurriculumTest {
  @Property(tries = 50)
  void eachPassHasEachDrawnExampleOnce(
      @ForAll @IntRange(min = 1, max = 40) int examples,
      @ForAll @IntRange(min = 1, max = 9) int batch,
      @ForAll @IntRange(min = 1, max = 4) int epochs,
      @ForAll long seed) {
    Curriculum curriculum = new Curriculum(examples, batch, epochs);
    List<List<String>> batches = curriculum.draw(ids(40), seed);

    assertThat(batches).hasSize(curriculum.steps());
    int perEpoch = batches.size() / epochs;
    List<String> first = batches.subList(0, perEpoch).stream().flatMap(List::stream).toList();
    assertThat(first).hasSize(examples).doesNotHaveDuplicates();
    for (int epoch = 1; epoch < epochs; epoch++) {
      assertThat(
              batches.subList(epoch * perEpoch, (epoch + 1) * perEpoch).stream()
                  .flatMap(List::stream))
          .containsExactlyInAnyOrderElementsOf(first);
    }
  }

  @Test
  void thePapersRunHas96Steps() {
    assertThat(new Curriculum(128, 4, 3).steps()).isEqualTo(96);
  }

  @Test
  void isAFunctionOfSeedAndIds() {
    Curriculum curriculum = new Curriculum(8, 4, 2);
    List<String> reversed = new ArrayList<>(ids(20));
    Collections.reverse(reversed);

    assertThat(curriculum.draw(reversed, 7)).isEqualTo(curriculum.draw(ids(20), 7));
    assertThat(curriculum.draw(ids(20), 8)).isNotEqualTo(curriculum.draw(ids(20), 7));
  }

  @Test
  void seedsDrawOtherExamples() {
    Curriculum curriculum = new Curriculum(10, 5, 1);
    List<HashSet<String>> drawn =
        IntStream.range(0, 10)
            .mapToObj(
                seed -> {
                  HashSet<String> set = new HashSet<>();
                  curriculum.draw(ids(20), seed).forEach(set::addAll);
                  return set;
                })
            .toList();

    assertThat(drawn).doesNotHaveDuplicates();
  }

  @Test
  void refusesToDrawMoreThanThereAre() {
    assertThatThrownBy(() -> new Curriculum(5, 4, 3).draw(ids(4), 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "a run draws 5 examples, but there are 4: lower run-examples, or make more examples");
  }

  @Test
  void refusesWhatIsOutOfBounds() {
    assertThatThrownBy(() -> new Curriculum(0, 4, 3))
        .hasMessage("run-examples is 0: it must be 1 or more");
    assertThatThrownBy(() -> new Curriculum(1, 0, 3))
        .hasMessage("batch-size is 0: it must be 1 or more");
    assertThatThrownBy(() -> new Curriculum(1, 4, 0))
        .hasMessage("epochs is 0: it must be 1 or more");
  }

  private static List<String> ids(int count) {
    return IntStream.range(0, count).mapToObj("train@%03d"::formatted).toList();
  }
}
