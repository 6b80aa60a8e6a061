package io.palimpsest.schemas.artifact;

/** The names of the parts that an artifact's shards belong to. */
public final class Split {
  public static final String TRAIN = "train";
  public static final String VALIDATION = "validation";

  /** What a task's results are reported on; examples whose labels are kept secret have none. */
  public static final String TEST = "test";

  public static final String REJECTED = "rejected";

  /** Files that belong to no part: a checkpoint's weights, a report's page. */
  public static final String ALL = "all";

  private Split() {}
}
