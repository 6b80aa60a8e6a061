package io.palimpsest.transforms.order;

import java.io.Serializable;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * How one split of an artifact is cut.
 *
 * @param split its name
 * @param schema of its records; a union where they are of several types
 * @param shards how many files it becomes, fewer if it has fewer records
 */
public record SplitLayout(String split, Schema schema, int shards) implements Serializable {
  /** A split of records of one type. */
  public SplitLayout(String split, Class<? extends SpecificRecord> type, int shards) {
    this(split, SpecificData.get().getSchema(type), shards);
  }
}
