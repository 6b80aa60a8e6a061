package io.palimpsest.model.tokenizer;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.palimpsest.schemas.InvalidInputException;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * A tokenizer of the Hugging Face tokenizers library (BPE, WordPiece, Unigram, …) from its {@code
 * tokenizer.json}. The file's own truncation, padding and markers are left out: the ids are those
 * of the whole text and of nothing else.
 *
 * <p>Calls the library's JNI functions: DJL's class around them asks for some ten arrays a text
 * where two are wanted, and cuts texts at 512 tokens unless told otherwise.
 */
public final class HuggingFaceTokenizer implements Tokenizer {
  private final TokenizersLibrary library;
  private final int vocabulary;
  private final int bos;
  private final int eos;
  private final Set<Integer> silent;
  private long handle;

  /**
   * Loads a tokenizer.
   *
   * @param json the bytes of its {@code tokenizer.json}
   * @param origin the file's path, for messages
   * @param bos name of the token that begins sequences; empty for the usual one
   * @param eos name of the token that ends sequences; empty for the usual one
   * @throws InvalidInputException if the file is no tokenizer or has no such tokens
   */
  public HuggingFaceTokenizer(byte[] json, String origin, String bos, String eos) {
    TokenizerJson parsed = new TokenizerJson(json, origin);
    this.vocabulary = parsed.vocabulary();
    this.bos = parsed.bos(bos);
    this.eos = parsed.eos(eos);
    silent = Set.copyOf(parsed.special().values());
    library = NativeTokenizers.library();
    try {
      handle = library.createTokenizerFromString(parsed.plain());
    } catch (RuntimeException e) {
      throw new InvalidInputException(
          "The tokenizers library refuses %s: %s".formatted(origin, e.getMessage()), e);
    }
  }

  @Override
  public Encoding encode(String text) {
    requireOpen();
    // The library's characters are code points.
    int[] offsets = codePointOffsets(text);
    long encoding = library.encode(handle, WellFormed.of(text), /* addSpecialTokens= */ false);
    try {
      return encoding(library.getTokenIds(encoding), library.getTokenCharSpans(encoding), offsets);
    } finally {
      library.deleteEncoding(encoding);
    }
  }

  private static Encoding encoding(long[] found, CharSpan[] spans, int[] offsets) {
    int[] ids = new int[found.length];
    int[] starts = new int[found.length];
    int[] ends = new int[found.length];
    int before = 0;
    for (int i = 0; i < found.length; i++) {
      ids[i] = Math.toIntExact(found[i]);
      // A token that the tokenizer put in stands for nothing, where the one before it ended.
      starts[i] = spans[i] == null ? before : Math.max(before, offsets[spans[i].getStart()]);
      ends[i] = spans[i] == null ? before : Math.max(starts[i], offsets[spans[i].getEnd()]);
      before = starts[i];
    }
    return new Encoding(ids, starts, ends);
  }

  /** Of each code point, and of the end, the offset in UTF-16 code units. */
  private static int[] codePointOffsets(String text) {
    int[] offsets = new int[text.codePointCount(0, text.length()) + 1];
    for (int i = 1; i < offsets.length; i++) {
      offsets[i] = text.offsetByCodePoints(offsets[i - 1], 1);
    }
    return offsets;
  }

  @Override
  public String decode(List<Integer> ids) {
    requireOpen();
    requireKnown(ids);
    long[] spoken =
        ids.stream().filter(id -> !isSilent(id)).mapToLong(Integer::longValue).toArray();
    return spoken.length == 0 ? "" : library.decode(handle, spoken, /* skipSpecialTokens= */ true);
  }

  private boolean isSilent(int id) {
    return id == bos || id == eos || silent.contains(id);
  }

  private void requireKnown(Collection<Integer> ids) {
    for (int id : ids) {
      if (id < 0 || id >= vocabulary) {
        throw new IllegalArgumentException(
            "id %d; ids are from 0 to %d".formatted(id, vocabulary - 1));
      }
    }
  }

  private void requireOpen() {
    if (handle == 0) {
      throw new IllegalStateException("The tokenizer is closed");
    }
  }

  @Override
  public int vocabulary() {
    return vocabulary;
  }

  @Override
  public int bos() {
    return bos;
  }

  @Override
  public int eos() {
    return eos;
  }

  @Override
  public void close() {
    if (handle != 0) {
      library.deleteTokenizer(handle);
      handle = 0;
    }
  }
}
