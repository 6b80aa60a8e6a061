package io.palimpsest.schemas.artifact;

/** The names of the parts that an artifact's shards belong to. */
public final class Split {
  public static final String TRAIN = "train";
  public static final String VALIDATION = "validation";
  public static final String REJECTED = "rejected";

  /** Files that belong to no part: a checkpoint's weights, a report's page. */
  public static final String ALL = "all";

  private Split() {}
}
