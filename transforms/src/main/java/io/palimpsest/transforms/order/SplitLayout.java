package io.palimpsest.transforms.order;

import java.io.Serializable;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * How one split of an artifact is cut.
 *
 * @param split its name
 * @param type its records
 * @param shards how many files it becomes, fewer if it has fewer records
 */
public record SplitLayout(String split, Class<? extends SpecificRecord> type, int shards)
    implements Serializable {
  Schema schema() {
    return SpecificData.get().getSchema(type);
  }
}
