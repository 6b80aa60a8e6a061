package io.palimpsest.transforms.simulation;

import io.palimpsest.model.forecast.Study;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.dynamics.RecordedDynamics;
import io.palimpsest.transforms.featurizing.Vectors;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/**
 * Where a {@link Study} is read from.
 *
 * @param features shards of {@link io.palimpsest.schemas.record.ExampleFeature}; none if a method
 *     needs none
 * @param metric whose trajectories
 */
public record RecordedStudy(RecordedDynamics dynamics, List<InputShard> features, String metric)
    implements Serializable {
  public RecordedStudy {
    features = List.copyOf(features);
  }

  Study read() throws IOException {
    return new Study(
        dynamics.runs(),
        dynamics.examples(),
        dynamics.trajectories(metric),
        Vectors.read(features));
  }
}
