package io.palimpsest.transforms.simulation;

import io.palimpsest.model.forecast.Study;
import io.palimpsest.schemas.record.ExampleFeature;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.dynamics.RecordedDynamics;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a {@link Study} is read from.
 *
 * @param features shards of {@link ExampleFeature}; none if a method needs none
 * @param metric whose trajectories
 */
public record RecordedStudy(RecordedDynamics dynamics, List<InputShard> features, String metric)
    implements Serializable {
  public RecordedStudy {
    features = List.copyOf(features);
  }

  Study read() throws IOException {
    Map<String, float[]> vectors = new HashMap<>();
    for (InputShard shard : features) {
      shard.forEach(ExampleFeature.class, each -> vectors.put(each.getExample(), values(each)));
    }
    return new Study(dynamics.runs(), dynamics.examples(), dynamics.trajectories(metric), vectors);
  }

  private static float[] values(ExampleFeature feature) {
    float[] values = new float[feature.getValues().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = feature.getValues().get(i);
    }
    return values;
  }
}
