package io.palimpsest.schemas.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.Document;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.SystemLimitException;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that claim, or unpack to, more than fits into memory. */
class HostileFilesTest {
  private static final Schema SCHEMA = Document.getClassSchema();
  private static final byte[] SYNC = new byte[16];

  @Test
  void aBlockThatClaimsTwoGigabytes() throws IOException {
    byte[] file = file("null", 1, Integer.MAX_VALUE - 64, new byte[10]);
    refused(file, "a block of so many bytes: 2147483583");
  }

  @Test
  void aBlockOfNegativeSizeOrCount() throws IOException {
    refused(file("null", 1, -5, new byte[10]), "so many bytes: -5");
    refused(file("null", -1, 10, new byte[10]), "so many records: -1");
  }

  @Test
  void aHeaderWithoutEnd() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {'O', 'b', 'j', 1});
    number(out, 1);
    number(out, 1 << 30);
    refused(out.toByteArray(), "a header field of so many bytes: 1073741824");
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    many.write(new byte[] {'O', 'b', 'j', 1});
    number(many, Integer.MAX_VALUE);
    refused(many.toByteArray(), "so many header fields: 2147483647");
  }

  @Test
  void aTextThatClaimsAGigabyte() throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    number(block, 1 << 30);
    byte[] bytes = block.toByteArray();
    byte[] file = file("null", 1, bytes.length, bytes);
    assertThatThrownBy(() -> read(file)).isInstanceOf(SystemLimitException.class);
  }

  @Test
  void aDeflateBomb() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed, new Deflater(1, true))) {
      for (int i = 0; i < 300; i++) {
        out.write(new byte[1 << 20]);
      }
    }
    assertThat(packed.size()).isLessThan(1 << 22);
    refused(file("deflate", 1, packed.size(), packed.toByteArray()), "unpacks to more than");
  }

  @Test
  void aZstandardBomb() throws IOException {
    byte[] packed = Zstd.compress(new byte[300 << 20], 1);
    refused(file("zstandard", 1, packed.length, packed), "unpacks to more than");
  }

  @Test
  void aSnappyBlockThatClaimsTwoGigabytes() throws IOException {
    byte[] packed = {-1, -1, -1, -1, 7, 0, 0, 0, 0, 0, 0, 0};
    assertThatThrownBy(() -> read(file("snappy", 1, packed.length, packed)))
        .isInstanceOf(RuntimeException.class)
        .hasMessageMatching("(?s).*(unpacks to more than|too large|FAILED|Failed|invalid).*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xz", "bzip2"})
  void codecsWithoutABound(String codec) throws IOException {
    assertThatThrownBy(() -> read(file(codec, 1, 4, new byte[4])))
        .hasMessageMatching(
            "codec '" + codec + "' unpacks without a bound.*|Unrecognized codec: " + codec);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "deflate", "snappy", "zstandard"})
  void honestFilesAreRead(String codec) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> ids = new ArrayList<>();
    try (DataFileWriter<Document> writer =
        new DataFileWriter<>(new SpecificDatumWriter<>(SCHEMA))) {
      writer.setCodec(
          codec.equals("snappy") ? CodecFactory.snappyCodec() : CodecFactory.fromString(codec));
      writer.setMeta("note", "x".repeat(70_000)).create(SCHEMA, out);
      for (int i = 0; i < 3000; i++) {
        ids.add("d" + i);
        writer.append(new Document("d" + i, "text ".repeat(i % 90)));
      }
    }
    assertThat(read(out.toByteArray())).isEqualTo(ids);
  }

  @Test
  void theGuardFollowsReadsOfAnySize() throws IOException {
    byte[] file = file("null", 1, Integer.MAX_VALUE, new byte[10]);
    InputStream in = new BlockGuard(new ByteArrayInputStream(file));
    assertThatThrownBy(
            () -> {
              while (in.read() >= 0) {}
            })
        .isInstanceOf(HostileSizeException.class);
  }

  @Test
  void aSmallFileThatIsHuge() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return ' ';
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            Arrays.fill(bytes, offset, offset + length, (byte) ' ');
            return length;
          }
        };
    assertThatThrownBy(() -> BoundedFile.read(endless, "/w/manifest.json"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("/w/manifest.json has more than");
  }

  private static void refused(byte[] file, String message) {
    assertThatThrownBy(() -> read(file))
        .satisfies(
            failure -> {
              assertThat(HostileSizeException.isIn(failure)).as(failure.toString()).isTrue();
              assertThat(failure).hasStackTraceContaining(message);
            });
  }

  private static List<String> read(byte[] file) throws IOException {
    List<String> ids = new ArrayList<>();
    try (var in = BoundedAvro.open(new ByteArrayInputStream(file), new GenericDatumReader<>())) {
      in.forEach(
          record -> ids.add(((org.apache.avro.generic.GenericRecord) record).get("id").toString()));
    }
    return ids;
  }

  /** A file of one block, with whatever count and size it is to claim. */
  private static byte[] file(String codec, long records, long bytes, byte[] block)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {'O', 'b', 'j', 1});
    number(out, 2);
    text(out, "avro.schema", SCHEMA.toString());
    text(out, "avro.codec", codec);
    number(out, 0);
    out.write(SYNC);
    number(out, records);
    number(out, bytes);
    out.write(block);
    out.write(SYNC);
    return out.toByteArray();
  }

  private static void text(ByteArrayOutputStream out, String key, String value) throws IOException {
    number(out, key.length());
    out.write(key.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    number(out, value.length());
    out.write(value.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static void number(ByteArrayOutputStream out, long value) {
    ByteBuffer bytes = ByteBuffer.allocate(10);
    out.write(bytes.array(), 0, BinaryData.encodeLong(value, bytes.array(), 0));
  }
}
