package io.palimpsest.transforms.artifact;

import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.RawRecord;
import io.palimpsest.schemas.artifact.Shard;
import io.palimpsest.schemas.artifact.ShardReader;
import io.palimpsest.transforms.storage.BeamStorage;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * A shard of a committed artifact, as an element of a pipeline.
 *
 * @param path absolute
 * @param name in its artifact
 * @param split that it belongs to
 * @param checksum that its bytes must have
 */
public record InputShard(String path, String name, String split, String checksum)
    implements Serializable {

  /** The shards of some splits of an artifact. */
  public static List<InputShard> of(Artifact artifact, String... splits) {
    return Stream.of(splits)
        .flatMap(split -> artifact.manifest().shards(split).stream())
        .map(shard -> of(artifact, shard))
        .toList();
  }

  /** Passes every record on; refuses a damaged shard, see {@link ShardReader#forEach}. */
  public <T extends SpecificRecord> void forEach(Class<T> type, Consumer<T> sink)
      throws IOException {
    ShardReader.forEach(new BeamStorage(), path, checksum, type, sink);
  }

  /** Passes every record on as its bytes, see {@link ShardReader#forEachRaw}. */
  public void forEachRaw(Schema schema, Set<String> fields, Consumer<RawRecord> sink)
      throws IOException {
    ShardReader.forEachRaw(new BeamStorage(), path, checksum, schema, fields, sink);
  }

  private static InputShard of(Artifact artifact, Shard shard) {
    return new InputShard(artifact.path(shard), shard.name(), shard.split(), shard.checksum());
  }
}
