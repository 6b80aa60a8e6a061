package io.palimpsest.schemas.artifact;

/** What artifacts are, as their manifests say. */
public final class Kind {
  public static final String DOCUMENTS = "documents";
  public static final String EXAMPLES = "examples";
  public static final String PATCH_SEQUENCES = "patch-sequences";
  public static final String TOKEN_SEQUENCES = "token-sequences";
  public static final String PAIR_SEQUENCES = "pair-sequences";
  public static final String SHUFFLED_SEQUENCES = "shuffled-sequences";
  public static final String CHECKPOINT = "checkpoint";
  public static final String FINETUNED = "finetuned-checkpoint";
  public static final String SCORES = "scores";
  public static final String PROMPTS = "prompts";
  public static final String DYNAMICS = "dynamics";
  public static final String FEATURES = "features";
  public static final String SIMULATOR = "simulator";
  public static final String FORECASTS = "forecasts";
  public static final String REPORT = "report";

  private Kind() {}
}
