package io.palimpsest.model.encoder;

import java.util.List;

/** Texts to vectors, for one thread. */
public interface TextEncoder extends AutoCloseable {
  /**
   * The vectors of texts, [texts][dimension].
   *
   * @throws io.palimpsest.schemas.InvalidInputException if one cannot be encoded
   */
  float[][] encode(List<String> texts);

  /** What its vectors depend on, beside the text: equal digests give equal vectors. */
  String digest();

  @Override
  void close();
}
