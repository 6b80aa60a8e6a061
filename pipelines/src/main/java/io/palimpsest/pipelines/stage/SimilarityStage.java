package io.palimpsest.pipelines.stage;

import io.palimpsest.pipelines.config.Key;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Kind;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.schemas.record.Influence;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.dynamics.RecordedDynamics;
import io.palimpsest.transforms.fork.RunForked;
import io.palimpsest.transforms.similarity.CompareTexts;
import io.palimpsest.transforms.similarity.Measure;
import java.util.List;
import java.util.SortedMap;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;

/** Examples of test runs to influences that only their texts decide. */
final class SimilarityStage implements StageType<SimilarityStage.Config> {
  record Config(
      @Key(
              value = "cosine (of features, which it then needs) or bm25 (of words)",
              byDefault = "cosine")
          Measure measure) {}

  @Override
  public String name() {
    return "similarity";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "takes the likeness of texts for influence, the cheapest method to compare with";
  }

  @Override
  public Class<Config> config() {
    return Config.class;
  }

  @Override
  public List<Port> ports() {
    return List.of(Port.one("dynamics", Kind.DYNAMICS), Port.optional("features", Kind.FEATURES));
  }

  @Override
  public List<String> kinds() {
    return List.of(Kind.FORECASTS);
  }

  @Override
  public List<Schema> schemas(Config config, SortedMap<String, String> inputs) {
    return List.of(Influence.getClassSchema());
  }

  @Override
  public PCollection<String> expand(Pipeline pipeline, StageRun<Config> run) {
    List<InputShard> features = FitStage.features(run.inputs());
    if (run.config().measure() == Measure.COSINE && features.isEmpty()) {
      throw new InvalidInputException(
          "stage '%s' measures cosine, which needs features: add a stage of type featurize to its from, as features"
              .formatted(run.name()));
    }
    CompareTexts task =
        new CompareTexts(
            run.config().measure(),
            new RecordedDynamics(InputShard.of(run.input("dynamics"), Split.ALL)),
            features,
            run.attempt());
    return pipeline.apply("CompareTexts", RunForked.of(task, 1, run.attempt().directory()));
  }
}
