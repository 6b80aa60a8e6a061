package io.palimpsest.transforms.storage;

import com.google.cloud.ReadChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Reads one generation of an object; a connection that breaks is opened again where it stood, and
 * skipping costs nothing.
 */
final class GcsInput extends InputStream {
  private static final int CHUNK = 4 << 20;

  private final ReadChannel channel;
  private final String path;
  private final long size;
  private long position;

  private GcsInput(ReadChannel channel, String path, long size) {
    this.channel = channel;
    this.path = path;
    this.size = size;
  }

  static GcsInput open(Storage client, Blob blob) {
    ReadChannel channel = client.reader(blob.getBlobId());
    channel.setChunkSize(CHUNK);
    return new GcsInput(channel, blob.getBlobId().toGsUtilUri(), blob.getSize());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position == size) {
      return -1;
    }
    try {
      int read = channel.read(ByteBuffer.wrap(bytes, offset, length));
      position += Math.max(read, 0);
      return read;
    } catch (IOException e) {
      throw GcsErrors.of(e, "read", path);
    }
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = Math.max(0, Math.min(count, size - position));
    if (skipped > 0) {
      position += skipped;
      channel.seek(position);
    }
    return skipped;
  }

  @Override
  public void close() {
    channel.close();
  }
}
