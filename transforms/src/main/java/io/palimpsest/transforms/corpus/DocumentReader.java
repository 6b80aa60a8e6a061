package io.palimpsest.transforms.corpus;

import com.github.luben.zstd.ZstdIOException;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.BoundedAvro;
import io.palimpsest.schemas.artifact.HostileSizeException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.ZipException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.InvalidAvroMagicException;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/** Takes the records out of a chunk of a source file. */
final class DocumentReader {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final ReadOptions options;

  DocumentReader(ReadOptions options) {
    this.options = options;
  }

  /**
   * Passes the chunk's records on, in order, for as long as {@code sink} says that it wants more.
   *
   * @return whether the sink wanted all
   * @throws InvalidInputException if the file is missing, truncated or damaged, or lacks a field;
   *     names it
   */
  boolean read(SourceChunk chunk, Predicate<RawRecord> sink) throws IOException {
    DocumentFormat format = options.formatOf(chunk);
    try (InputStream in = Sources.open(chunk.path(), Math.max(0, chunk.start() - 1))) {
      return switch (format) {
        case TEXT -> readText(chunk, in, sink);
        case AVRO -> readAvro(chunk, in, sink);
        default -> readLines(chunk, parser(format, chunk), in, sink);
      };
    } catch (FileNotFoundException e) {
      throw new InvalidInputException(
          chunk.path() + " cannot be read; it was there when the run was planned", e);
    } catch (AvroRuntimeException
        | UnsupportedOperationException
        | InvalidAvroMagicException
        | HostileSizeException
        | EOFException
        | ZipException
        | ZstdIOException e) {
      throw new InvalidInputException(
          "%s is truncated or damaged (%s); replace it or leave it out of the input"
              .formatted(chunk.path(), e.getMessage()),
          e);
    } catch (StackOverflowError e) {
      throw new InvalidInputException(
          chunk.path() + " nests values too deep; leave it out of the input", e);
    }
  }

  private boolean readText(SourceChunk chunk, InputStream in, Predicate<RawRecord> sink)
      throws IOException {
    byte[] bytes = in.readNBytes(options.maxDocumentBytes() + 1);
    long length = bytes.length;
    if (length > options.maxDocumentBytes()) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return sink.test(tooLong(chunk.name(), 0, "more than " + options.maxDocumentBytes(), bytes));
    }
    return sink.test(decoded(chunk.name(), 0, bytes));
  }

  private LineParser parser(DocumentFormat format, SourceChunk chunk) throws IOException {
    return switch (format) {
      case JSONL -> new JsonLines(options.fields());
      case LUCENE_LINES -> DocumentReader::luceneBody;
      case TSV -> tsvParser(chunk);
      default -> line -> line;
    };
  }

  private LineParser tsvParser(SourceChunk chunk) throws IOException {
    if (!TsvColumns.needHeader(options.fields())) {
      return TsvColumns.of(options.fields(), chunk.path(), Optional.empty());
    }
    try (InputStream in = Sources.open(chunk.path(), 0)) {
      Optional<LineReader.Line> first = new LineReader(in, 0, options.maxDocumentBytes()).next();
      // An empty file has no column and no line that would need one.
      return first.isEmpty()
          ? line -> line
          : TsvColumns.of(options.fields(), chunk.path(), first.map(DocumentReader::header));
    }
  }

  /** A first line without its byte order mark. */
  static String header(LineReader.Line line) {
    String names = utf8(line.bytes(), line.bytes().length);
    return names.startsWith(BYTE_ORDER_MARK) ? names.substring(1) : names;
  }

  private boolean readLines(
      SourceChunk chunk, LineParser parser, InputStream in, Predicate<RawRecord> sink)
      throws IOException {
    LineReader lines =
        new LineReader(in, Math.max(0, chunk.start() - 1), options.maxDocumentBytes());
    if (chunk.start() > 0) {
      // The rest of a line that began in the chunk before; empty if one begins right here.
      lines.next();
    }
    for (Optional<LineReader.Line> line = lines.next();
        line.isPresent() && line.get().offset() < chunk.end();
        line = lines.next()) {
      if (!parser.skips(line.get()) && !sink.test(record(chunk, parser, line.get()))) {
        return false;
      }
    }
    return true;
  }

  private RawRecord record(SourceChunk chunk, LineParser parser, LineReader.Line line) {
    String id = chunk.name() + "@" + line.offset();
    if (line.cut()) {
      return tooLong(id, line.offset(), Long.toString(line.length()), line.bytes());
    }
    RawRecord record = decoded(id, line.offset(), line.bytes());
    return record.problem().isEmpty() ? parser.parse(record) : record;
  }

  private static RawRecord luceneBody(RawRecord line) {
    String[] fields = line.text().split("\t", 3);
    return fields.length == 3
        ? RawRecord.accepted(line.id(), line.offset(), fields[2])
        : line.refused("%d tab-separated fields instead of 3".formatted(fields.length));
  }

  private boolean readAvro(SourceChunk chunk, InputStream in, Predicate<RawRecord> sink)
      throws IOException {
    try (DataFileStream<GenericRecord> records =
        BoundedAvro.open(in, new GenericDatumReader<GenericRecord>())) {
      requireFields(chunk, records.getSchema());
      for (long i = 0; records.hasNext(); i++) {
        if (!sink.test(avroRecord(chunk.name() + "@" + i, i, records.next()))) {
          return false;
        }
      }
    }
    return true;
  }

  private void requireFields(SourceChunk chunk, Schema schema) {
    if (schema.getType() != Schema.Type.RECORD) {
      throw new InvalidInputException(
          "%s holds values of type %s, no records; leave it out of the input"
              .formatted(chunk.path(), schema.getType().getName()));
    }
    List<String> names = schema.getFields().stream().map(Schema.Field::name).toList();
    for (String name : options.fields().given()) {
      if (!names.contains(name)) {
        throw new InvalidInputException(
            "%s has no field '%s' but '%s'; set text-field, pair-field and label-field to those that it has"
                .formatted(chunk.path(), name, String.join("', '", names)));
      }
    }
    if (!holdsText(schema.getField(options.fields().text()).schema())) {
      // Also: records that take no bytes could be endlessly many.
      throw new InvalidInputException(
          "%s has no text in field '%s'; set text-field to one that has"
              .formatted(chunk.path(), options.fields().text()));
    }
  }

  private static boolean holdsText(Schema schema) {
    return schema.getType() == Schema.Type.UNION
        ? schema.getTypes().stream().anyMatch(DocumentReader::holdsText)
        : schema.getType() == Schema.Type.STRING;
  }

  private RawRecord avroRecord(String id, long index, GenericRecord stored) {
    AvroValues values = new AvroValues(stored);
    String text = String.valueOf(stored.get(options.fields().text()));
    RawRecord record = values.record(options.fields(), RawRecord.accepted(id, index, text));
    long bytes = record.content().bytes();
    return record.problem().isEmpty() && bytes > options.maxDocumentBytes()
        ? tooLong(id, index, Long.toString(bytes), text.getBytes(StandardCharsets.UTF_8))
        : record;
  }

  /** A record of a text in UTF-8, refused if it is not. */
  static RawRecord decoded(String id, long offset, byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      return RawRecord.accepted(id, offset, decoder.decode(in).toString());
    } catch (CharacterCodingException e) {
      return RawRecord.refused(
          id, offset, lenient(bytes), "invalid UTF-8 at byte %d".formatted(in.position()));
    }
  }

  private RawRecord tooLong(String id, long offset, String length, byte[] bytes) {
    return RawRecord.refused(
        id,
        offset,
        lenient(bytes),
        "document of %s bytes; max-document-bytes is %d"
            .formatted(length, options.maxDocumentBytes()));
  }

  private static String lenient(byte[] bytes) {
    return utf8(bytes, Math.min(bytes.length, 800));
  }

  private static String utf8(byte[] bytes, int length) {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
