package io.palimpsest.transforms.storage;

import com.google.cloud.ReadChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import io.palimpsest.schemas.PassingFaultException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/** Downloads an object in ranges, some at a time, and checks its CRC32C. */
final class ParallelDownload {
  private static final long RANGE = 32L << 20;
  private static final int BUFFER = 1 << 20;

  private final Storage client;

  ParallelDownload(Storage client) {
    this.client = client;
  }

  /** Makes a file of that size, so that a full disk is noticed now. */
  static void reserve(Path file, long size) throws IOException {
    try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
      made.setLength(size);
    }
  }

  /**
   * Fills a file.
   *
   * @throws PassingFaultException if the object cannot be read, or came damaged
   */
  void to(Path file, Blob object) throws IOException {
    long ranges = (object.getSize() + RANGE - 1) / RANGE;
    try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
      Parallel.run(LongStream.range(0, ranges).boxed(), range -> copy(object, range * RANGE, out));
    }
    requireSound(file, object);
  }

  private void copy(Blob object, long start, FileChannel out) throws IOException {
    long end = Math.min(start + RANGE, object.getSize());
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try (ReadChannel in = client.reader(object.getBlobId())) {
      in.seek(start);
      in.limit(end);
      for (long position = start; position < end; ) {
        if (in.read(buffer.clear()) < 0) {
          throw new IOException("the connection ended at byte %d of %d".formatted(position, end));
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
          position += out.write(buffer, position);
        }
      }
    } catch (IOException | StorageException e) {
      throw GcsErrors.of(e, "read", object.getBlobId().toGsUtilUri());
    }
  }

  private static void requireSound(Path file, Blob object) throws IOException {
    CRC32C checksum = new CRC32C();
    try (InputStream in = new CheckedInputStream(Files.newInputStream(file), checksum)) {
      byte[] buffer = new byte[BUFFER];
      while (in.read(buffer) >= 0) {}
    }
    String found = Crc32c.text(checksum);
    if (!found.equals(object.getCrc32c())) {
      throw new PassingFaultException(
          "%s was damaged on its way: its CRC32C is %s and %s arrived; run again"
              .formatted(object.getBlobId().toGsUtilUri(), object.getCrc32c(), found),
          null);
    }
  }
}
