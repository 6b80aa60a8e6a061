package io.palimpsest.transforms.storage;

import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.BlobWriteSession;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import io.palimpsest.schemas.PassingFaultException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.ExecutionException;
import java.util.zip.CRC32C;

/**
 * A resumable upload: chunks that got lost are sent again, and the object that stands at the end
 * has the CRC32C of what was written.
 */
final class GcsOutput extends OutputStream {
  static final String BINARY = "application/octet-stream";

  private final Storage client;
  private final BlobWriteSession session;
  private final WritableByteChannel channel;
  private final String path;
  private final CRC32C checksum = new CRC32C();
  private boolean closed;

  private GcsOutput(Storage client, BlobWriteSession session, String path) throws IOException {
    this.client = client;
    this.session = session;
    this.channel = session.open();
    this.path = path;
  }

  static GcsOutput create(Storage client, BlobId id) throws IOException {
    String path = id.toGsUtilUri();
    try {
      BlobInfo object = BlobInfo.newBuilder(id).setContentType(BINARY).build();
      return new GcsOutput(client, client.blobWriteSession(object), path);
    } catch (StorageException e) {
      throw GcsErrors.of(e, "create", path);
    }
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    checksum.update(bytes, offset, length);
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException | StorageException e) {
      throw error(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      channel.close();
      requireSound(session.getResult().get());
    } catch (IOException | StorageException e) {
      throw error(e);
    } catch (ExecutionException e) {
      throw error(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PassingFaultException("interrupted while %s was written".formatted(path), e);
    }
  }

  private void requireSound(BlobInfo written) {
    String expected = Crc32c.text(checksum);
    if (!expected.equals(written.getCrc32c())) {
      client.delete(written.getBlobId());
      throw new PassingFaultException(
          "%s was damaged on its way: CRC32C %s was sent and %s arrived; run again"
              .formatted(path, expected, written.getCrc32c()),
          null);
    }
  }

  private IOException error(Throwable e) {
    return GcsErrors.of(e, "write", path);
  }
}
