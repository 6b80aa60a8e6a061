package io.palimpsest.model.tokenizer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of a text in UTF-8 as its tokens, as in ByT5 (Xue et al. 2022): ids 0 to 255 are bytes,
 * 256 begins and 257 ends a sequence. Needs no file and knows every script.
 */
public final class ByteTokenizer implements Tokenizer {
  private static final int BYTES = 256;
  private static final int BOS = BYTES;
  private static final int EOS = BYTES + 1;
  private static final int VOCABULARY = BYTES + 2;

  @Override
  public Encoding encode(String text) {
    byte[] bytes = WellFormed.of(text).getBytes(StandardCharsets.UTF_8);
    int[] ids = new int[bytes.length];
    int[] starts = new int[bytes.length];
    int[] ends = new int[bytes.length];
    int token = 0;
    for (int start = 0, end; start < text.length(); start = end) {
      end = text.offsetByCodePoints(start, 1);
      do {
        ids[token] = Byte.toUnsignedInt(bytes[token]);
        starts[token] = start;
        ends[token] = end;
        token++;
      } while (token < bytes.length && isContinuation(bytes[token]));
    }
    return new Encoding(ids, starts, ends);
  }

  @Override
  public String decode(List<Integer> ids) {
    byte[] bytes = new byte[ids.size()];
    int length = 0;
    for (int id : ids) {
      if (id < 0 || id >= VOCABULARY) {
        throw new IllegalArgumentException(
            "id %d; ids are from 0 to %d".formatted(id, VOCABULARY - 1));
      }
      if (id < BYTES) {
        bytes[length++] = (byte) id;
      }
    }
    // This decoder puts U+FFFD for what is no character.
    return StandardCharsets.UTF_8.decode(ByteBuffer.wrap(Arrays.copyOf(bytes, length))).toString();
  }

  private static boolean isContinuation(byte b) {
    return (b & 0xC0) == 0x80;
  }

  @Override
  public int vocabulary() {
    return VOCABULARY;
  }

  @Override
  public int bos() {
    return BOS;
  }

  @Override
  public int eos() {
    return EOS;
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
