package io.palimpsest.schemas.artifact;

import io.palimpsest.schemas.InvalidInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SystemLimitException;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.specific.SpecificRecord;

/** Reads a shard from its first record to its last and refuses it if its checksum is not right. */
public final class ShardReader {
  private ShardReader() {}

  /**
   * Passes every record to {@code sink}, each a new object.
   *
   * @throws InvalidInputException if the file is missing or its bytes are not what the manifest
   *     says; some records may have been passed by then, so what was made of them must not be
   *     committed
   */
  public static <T extends SpecificRecord> void forEach(
      Storage storage, String path, String checksum, Class<T> type, Consumer<T> sink)
      throws IOException {
    read(
        storage,
        path,
        checksum,
        in -> {
          try (DataFileStream<T> records = RecordFile.reader(type, in)) {
            while (records.hasNext()) {
              sink.accept(records.next());
            }
          }
        });
  }

  /**
   * Passes every record to {@code sink} as the bytes that it is stored as; one object for all.
   *
   * @param schema of the records
   * @param fields those of {@code schema} to decode
   * @throws InvalidInputException as {@link #forEach}, and if the file has another schema
   */
  public static void forEachRaw(
      Storage storage,
      String path,
      String checksum,
      Schema schema,
      Set<String> fields,
      Consumer<RawRecord> sink)
      throws IOException {
    RawRecord record = new RawRecord(schema, fields);
    read(
        storage,
        path,
        checksum,
        in -> {
          try (DataFileStream<Object> blocks = RecordFile.blocks(in)) {
            requireSchema(path, schema, blocks.getSchema());
            while (blocks.hasNext()) {
              record.forEach(blocks.nextBlock(), blocks.getBlockCount(), sink);
            }
          }
        });
  }

  private static void read(Storage storage, String path, String checksum, Body body)
      throws IOException {
    MessageDigest digest = Checksum.sha256();
    try (InputStream in = new DigestInputStream(storage.open(path), digest)) {
      body.read(in);
    } catch (FileNotFoundException e) {
      throw new InvalidInputException(path + " is missing; " + WAY_OUT, e);
    } catch (AvroRuntimeException | UnsupportedOperationException | IOException e) {
      requireSound(storage, path, checksum);
      if (HostileSizeException.isIn(e)
          || e instanceof SystemLimitException
          || e instanceof UnsupportedOperationException) {
        throw new InvalidInputException(
            "%s is not to be trusted: %s; %s".formatted(path, e.getMessage(), WAY_OUT), e);
      }
      throw e;
    }
    requireEqual(path, checksum, Checksum.format(digest));
  }

  private interface Body {
    void read(InputStream in) throws IOException;
  }

  private static void requireSchema(String path, Schema expected, Schema found) {
    if (!expected.equals(found)) {
      throw new InvalidInputException(
          "%s was written by another version, its records are %s; %s"
              .formatted(path, found, WAY_OUT));
    }
  }

  private static final String WAY_OUT =
      "delete the artifact's directory and run again to make it anew";

  private static void requireSound(Storage storage, String path, String checksum)
      throws IOException {
    try (InputStream in = storage.open(path)) {
      requireEqual(path, checksum, Checksum.of(in));
    }
  }

  private static void requireEqual(String path, String expected, String found) {
    if (!expected.equals(found)) {
      throw new InvalidInputException(
          "%s is damaged: its manifest says %s, its bytes give %s; %s"
              .formatted(path, expected, found, WAY_OUT));
    }
  }
}
