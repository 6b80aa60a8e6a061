package io.palimpsest.transforms.corpus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdIOException;
import io.palimpsest.schemas.InvalidInputException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.ZipException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.InvalidAvroMagicException;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/** Takes the records out of a chunk of a source file. */
final class DocumentReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ReadOptions options;

  DocumentReader(ReadOptions options) {
    this.options = options;
  }

  /**
   * Passes the chunk's records on, in order, for as long as {@code sink} says that it wants more.
   *
   * @return whether the sink wanted all
   * @throws InvalidInputException if the file is missing, truncated or damaged; names it
   */
  boolean read(SourceChunk chunk, Predicate<RawRecord> sink) throws IOException {
    try (InputStream in = Sources.open(chunk.path(), Math.max(0, chunk.start() - 1))) {
      return switch (options.format().of(chunk.name())) {
        case TEXT -> readText(chunk, in, sink);
        case AVRO -> readAvro(chunk, in, sink);
        default -> readLines(chunk, in, sink);
      };
    } catch (FileNotFoundException e) {
      throw new InvalidInputException(
          chunk.path() + " cannot be read; it was there when the run was planned", e);
    } catch (AvroRuntimeException
        | InvalidAvroMagicException
        | EOFException
        | ZipException
        | ZstdIOException e) {
      throw new InvalidInputException(
          "%s is truncated or damaged (%s); replace it or leave it out of the input"
              .formatted(chunk.path(), e.getMessage()),
          e);
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

  private boolean readLines(SourceChunk chunk, InputStream in, Predicate<RawRecord> sink)
      throws IOException {
    LineReader lines =
        new LineReader(in, Math.max(0, chunk.start() - 1), options.maxDocumentBytes());
    if (chunk.start() > 0) {
      // The rest of a line that began in the chunk before; empty if one begins right here.
      lines.next();
    }
    DocumentFormat format = options.format().of(chunk.name());
    for (Optional<LineReader.Line> line = lines.next();
        line.isPresent() && line.get().offset() < chunk.end();
        line = lines.next()) {
      if (!isBlank(line.get()) && !sink.test(record(chunk, format, line.get()))) {
        return false;
      }
    }
    return true;
  }

  private RawRecord record(SourceChunk chunk, DocumentFormat format, LineReader.Line line) {
    String id = chunk.name() + "@" + line.offset();
    if (line.cut()) {
      return tooLong(id, line.offset(), Long.toString(line.length()), line.bytes());
    }
    RawRecord record = decoded(id, line.offset(), line.bytes());
    if (!record.problem().isEmpty()) {
      return record;
    }
    return switch (format) {
      case JSONL -> jsonField(record);
      case LUCENE_LINES -> luceneBody(record);
      default -> record;
    };
  }

  private RawRecord jsonField(RawRecord line) {
    try {
      JsonNode field = JSON.readTree(line.text()).path(options.textField());
      return field.isTextual()
          ? RawRecord.accepted(line.id(), line.offset(), field.textValue())
          : refused(line, "no text field '%s'".formatted(options.textField()));
    } catch (JsonProcessingException e) {
      return refused(line, "broken JSON: " + e.getOriginalMessage());
    }
  }

  private static RawRecord luceneBody(RawRecord line) {
    String[] fields = line.text().split("\t", 3);
    return fields.length == 3
        ? RawRecord.accepted(line.id(), line.offset(), fields[2])
        : refused(line, "%d tab-separated fields instead of 3".formatted(fields.length));
  }

  private boolean readAvro(SourceChunk chunk, InputStream in, Predicate<RawRecord> sink)
      throws IOException {
    try (DataFileStream<GenericRecord> records =
        new DataFileStream<>(in, new GenericDatumReader<>())) {
      if (records.getSchema().getField(options.textField()) == null) {
        throw new InvalidInputException(
            "%s has no field '%s' but %s; set text-field"
                .formatted(chunk.path(), options.textField(), records.getSchema().getFields()));
      }
      for (long i = 0; records.hasNext(); i++) {
        Object text = records.next().get(options.textField());
        if (!sink.test(avroRecord(chunk.name() + "@" + i, i, text))) {
          return false;
        }
      }
    }
    return true;
  }

  private RawRecord avroRecord(String id, long index, Object text) {
    if (!(text instanceof CharSequence)) {
      return RawRecord.refused(
          id, index, String.valueOf(text), "field '%s' is no text".formatted(options.textField()));
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    return bytes.length > options.maxDocumentBytes()
        ? tooLong(id, index, Integer.toString(bytes.length), bytes)
        : RawRecord.accepted(id, index, text.toString());
  }

  private RawRecord decoded(String id, long offset, byte[] bytes) {
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

  private static RawRecord refused(RawRecord line, String problem) {
    return RawRecord.refused(line.id(), line.offset(), line.text(), problem);
  }

  private static boolean isBlank(LineReader.Line line) {
    for (byte b : line.bytes()) {
      if (b < 0 || b > ' ') {
        return false;
      }
    }
    return !line.cut();
  }

  private static String lenient(byte[] bytes) {
    return new String(bytes, 0, Math.min(bytes.length, 800), StandardCharsets.UTF_8);
  }
}
