package io.palimpsest.pipelines.stage;

import com.fasterxml.jackson.databind.JsonNode;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.Derivation;
import io.palimpsest.transforms.tokenizing.TokenizerFile;

/** Finds the tokenizer that an artifact was made with. */
final class SameTokenizer {
  private static final String PLACE = "tokenizer";

  private SameTokenizer() {}

  /**
   * The tokenizer, with the markers that the artifact's configuration names.
   *
   * @param place where it is now; empty for where the artifact's configuration says
   * @throws InvalidInputException if it is not there, or is another
   */
  static TokenizerFile of(Artifact artifact, String place) {
    Derivation made = artifact.manifest().derivation();
    String digest = made.digests().get(TokenIds.DIGEST);
    String found = place.isEmpty() ? text(made, PLACE) : place;
    if (found.isEmpty() && TokenizerFile.BYTES.equals(digest)) {
      found = TokenizerFile.BYTES;
    }
    if (found.isEmpty()) {
      throw new InvalidInputException(
          "%s does not say where its tokenizer is; set tokenizer of this stage"
              .formatted(artifact.directory()));
    }
    TokenizerFile file = TokenizerFile.at(found, text(made, "bos-token"), text(made, "eos-token"));
    if (digest != null && !digest.equals(file.digest())) {
      throw new InvalidInputException(
          "%s was made with another tokenizer than %s (%s, not %s); set tokenizer of this stage to its own"
              .formatted(artifact.directory(), file.location(), digest, file.digest()));
    }
    return file;
  }

  private static String text(Derivation made, String key) {
    JsonNode value = made.config().get(key);
    return value == null ? "" : value.asText();
  }
}
