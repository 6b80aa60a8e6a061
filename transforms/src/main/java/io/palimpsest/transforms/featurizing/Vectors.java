package io.palimpsest.transforms.featurizing;

import io.palimpsest.schemas.record.ExampleFeature;
import io.palimpsest.transforms.artifact.InputShard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Features as records and as arrays. */
public final class Vectors {
  private Vectors() {}

  /** The vectors of all examples of shards. */
  public static Map<String, float[]> read(List<InputShard> shards) throws IOException {
    Map<String, float[]> vectors = new HashMap<>();
    for (InputShard shard : shards) {
      shard.forEach(ExampleFeature.class, each -> vectors.put(each.getExample(), of(each)));
    }
    return vectors;
  }

  static float[] of(ExampleFeature feature) {
    float[] values = new float[feature.getValues().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = feature.getValues().get(i);
    }
    return values;
  }

  static ExampleFeature record(String example, float[] values) {
    List<Float> list = new ArrayList<>(values.length);
    for (float value : values) {
      list.add(value);
    }
    return ExampleFeature.newBuilder().setExample(example).setValues(list).build();
  }
}
