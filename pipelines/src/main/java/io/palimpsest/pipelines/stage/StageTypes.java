package io.palimpsest.pipelines.stage;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All stage types, in the order in which a workflow usually has them. */
public final class StageTypes {
  private static final Map<String, StageType<?>> BY_NAME = new LinkedHashMap<>();

  static {
    List.of(
            new CorpusStage(),
            new RenderStage(),
            new TokenizeStage(),
            new ShuffleStage(),
            new PretrainStage(),
            new ImportStage(),
            new FinetuneStage(),
            new EvaluateStage(),
            new BaselineStage(),
            new PromptStage(),
            new DynamicsStage(),
            new ImportDynamicsStage(),
            new FeaturizeStage(),
            new FitStage(),
            new SimulateStage(),
            new AttributeStage(),
            new SimilarityStage(),
            new CompareStage(),
            new ReportStage())
        .forEach(type -> BY_NAME.put(type.name(), type));
  }

  private StageTypes() {}

  /** By name. */
  public static Map<String, StageType<?>> all() {
    return Collections.unmodifiableMap(BY_NAME);
  }
}
