package io.palimpsest.transforms.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.palimpsest.schemas.record.Document;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ShardPlanTest {
  @Property
  void shardsCoverEveryRecordOnceInOrderAndDifferByOne(
      @ForAll @Size(max = 20) List<@IntRange(max = 50) Integer> sizes,
      @ForAll @IntRange(min = 1, max = 9) int shards,
      @ForAll long arrival) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      parts.add(new Part(i, 0, "part" + i, sizes.get(i), 0, 0));
    }
    List<String> expected = new ArrayList<>();
    parts.forEach(part -> records(expected, part, 0, part.records()));
    Collections.shuffle(parts, new Random(arrival));

    List<ShardPlan> plans =
        ShardPlan.cut(0, new SplitLayout("train", Document.class, shards), parts);
    List<String> found = new ArrayList<>();
    plans.forEach(plan -> plan.slices().forEach(s -> records(found, s.part(), s.from(), s.to())));
    assertThat(found).isEqualTo(expected);
    assertThat(plans).hasSize(Math.min(shards, expected.size()));
    if (!plans.isEmpty()) {
      long most = plans.stream().mapToLong(ShardPlan::records).max().getAsLong();
      long least = plans.stream().mapToLong(ShardPlan::records).min().getAsLong();
      assertThat(most - least).isLessThanOrEqualTo(1);
    }
  }

  private static void records(List<String> out, Part part, long from, long to) {
    for (long i = from; i < to; i++) {
      out.add(part.path() + "#" + i);
    }
  }
}
