package io.palimpsest.transforms.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandOutTest {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyPartComesOutOnce(boolean spread) {
    Pipeline pipeline = pipeline(spread);
    // The same part twice stays twice.
    PCollection<String> parts =
        pipeline.apply("Shards", HandOut.of(List.of("a", "b", "b"), StringUtf8Coder.of()));
    PAssert.that(parts).containsInAnyOrder("a", "b", "b");
    pipeline.run().waitUntilFinish();
  }

  @Test
  void shufflesOnlyWhereTheRunnerFusesAndThereIsSomethingToSpread() {
    assertThat(steps(true, List.of("a", "b"))).contains("Shards/Spread");
    assertThat(steps(true, List.of("a"))).doesNotContain("Shards/Spread");
    assertThat(steps(false, List.of("a", "b"))).doesNotContain("Shards/Spread");
  }

  private static List<String> steps(boolean spread, List<String> parts) {
    Pipeline pipeline = pipeline(spread);
    pipeline.apply("Shards", HandOut.of(parts, StringUtf8Coder.of()));
    List<String> names = new ArrayList<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            names.add(node.getFullName());
            return CompositeBehavior.ENTER_TRANSFORM;
          }
        });
    return names;
  }

  private static Pipeline pipeline(boolean spread) {
    SourceOptions options = PipelineOptionsFactory.as(SourceOptions.class);
    options.setSpreadSources(spread);
    return Pipeline.create(options);
  }
}
