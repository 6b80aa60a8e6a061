package io.palimpsest.schemas.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.apache.avro.SystemLimitException;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.io.DatumReader;

/**
 * Opens Avro container files that may be hostile: blocks, texts and collections that claim or
 * unpack to more than an honest file has are refused before memory is given to them.
 */
public final class BoundedAvro {
  /** Of one text or byte sequence: four times the longest document. */
  private static final int MOST_FIELD_BYTES = 1 << 26;

  /** Of one array or map. */
  private static final int MOST_ITEMS = 1 << 26;

  /** Those whose unpacking is bounded. */
  private static final Set<String> CODECS =
      Set.of(
          DataFileConstants.NULL_CODEC,
          DataFileConstants.DEFLATE_CODEC,
          DataFileConstants.SNAPPY_CODEC,
          DataFileConstants.ZSTANDARD_CODEC);

  static {
    // Avro reads these when it first checks a length; those that a user gives stay.
    limit(SystemLimitException.MAX_BYTES_LENGTH_PROPERTY, MOST_FIELD_BYTES);
    limit(SystemLimitException.MAX_STRING_LENGTH_PROPERTY, MOST_FIELD_BYTES);
    limit(SystemLimitException.MAX_COLLECTION_LENGTH_PROPERTY, MOST_ITEMS);
    CodecFactory.addCodec(DataFileConstants.DEFLATE_CODEC, DeflateBlocks.factory());
    CodecFactory.addCodec(DataFileConstants.SNAPPY_CODEC, SnappyBlocks.factory());
    CodecFactory.addCodec(DataFileConstants.ZSTANDARD_CODEC, RecordFile.codec());
  }

  private BoundedAvro() {}

  /**
   * A file's records.
   *
   * @param in closed with the result
   * @throws HostileSizeException if the header is too large or the codec's unpacking has no bound;
   *     later ones come as causes of Avro's exceptions
   */
  public static <T> DataFileStream<T> open(InputStream in, DatumReader<T> records)
      throws IOException {
    DataFileStream<T> file = new DataFileStream<>(new BlockGuard(in), records);
    String codec = file.getMetaString(DataFileConstants.CODEC);
    if (codec != null && !CODECS.contains(codec)) {
      file.close();
      throw new HostileSizeException(
          "codec '%s' unpacks without a bound; write it with null, deflate, snappy or zstandard"
              .formatted(codec));
    }
    return file;
  }

  private static void limit(String property, int most) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, Integer.toString(most));
    }
  }
}
