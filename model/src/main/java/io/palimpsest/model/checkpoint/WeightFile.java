package io.palimpsest.model.checkpoint;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Storage;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A safetensors file that stays on storage: it is checked once as a whole, then each tensor is read
 * when it is asked for, so that memory holds one at a time.
 */
record WeightFile(Storage storage, String path) {
  private static final int LARGE = 1 << 26;

  private static final String WAY_OUT =
      ": fetch the file again from where it comes from, or run the stage again that wrote it";

  /**
   * The file's tensors by name; their content is read when asked for.
   *
   * @throws InvalidInputException if the file is damaged
   */
  Map<String, Tensor> tensors() throws IOException {
    try (InputStream in = new BufferedInputStream(storage.open(path))) {
      SafetensorsInput input = new SafetensorsInput(in);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (SafetensorsHeader.Entry entry : input.entries()) {
        input.skip(entry);
        tensors.put(entry.name(), tensor(entry, input.dataOffset()));
      }
      input.finish();
      return tensors;
    } catch (DamagedFileException e) {
      throw new InvalidInputException(path + ": " + e.getMessage() + WAY_OUT, e);
    } catch (FileNotFoundException | NoSuchFileException e) {
      throw new InvalidInputException(path + " is missing" + WAY_OUT, e);
    }
  }

  private Tensor tensor(SafetensorsHeader.Entry entry, long dataOffset) {
    return new Tensor(entry.name(), entry.type(), entry.shape(), () -> content(entry, dataOffset));
  }

  private ByteBuffer content(SafetensorsHeader.Entry entry, long dataOffset) {
    if (entry.size() > Tensor.MOST_BYTES) {
      throw new InvalidInputException(
          "%s: tensor '%s' has %d bytes, which is more than one read can hold: convert it to BF16"
              .formatted(path, entry.name(), entry.size()));
    }
    try (InputStream in = storage.open(path)) {
      in.skipNBytes(dataOffset + entry.begin());
      // The file was seen to be that long, so that its word may be taken for the size.
      ByteBuffer bytes = buffer((int) entry.size());
      ReadableByteChannel channel = Channels.newChannel(in);
      while (bytes.hasRemaining()) {
        if (channel.read(bytes) < 0) {
          throw new EOFException(path + " became shorter while it was read");
        }
      }
      return bytes.flip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The heap of a process that trains has no room for an embedding twice. */
  private static ByteBuffer buffer(int size) {
    return size < LARGE ? ByteBuffer.allocate(size) : ByteBuffer.allocateDirect(size);
  }
}
