package io.palimpsest.model.prompt;

import io.palimpsest.schemas.artifact.Checksum;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * An order of ids as if by lot: a function of the seed and each id alone, whatever others there
 * are.
 *
 * @param seed of the order
 * @param purpose tells orders of the same seed apart
 */
record SeededOrder(long seed, String purpose) {
  /** The id's place: smaller comes first; distinct ids have distinct places. */
  String place(String id) {
    var digest = Checksum.sha256();
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).flip());
    digest.update((purpose + "/" + id).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest(), 0, Long.BYTES) + id;
  }
}
