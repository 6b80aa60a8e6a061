package io.palimpsest.pipelines.stage;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.Manifest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the tokens of an artifact mean.
 *
 * @param artifact that says so
 * @param digest of its tokenizer
 * @param figures {@code vocabulary}, {@code bos} and {@code eos}
 */
record TokenIds(Artifact artifact, String digest, SortedMap<String, Double> figures) {
  /** The role of a tokenizer among a derivation's digests. */
  static final String DIGEST = "tokenizer";

  private static final List<String> FIGURES = List.of("vocabulary", "bos", "eos");

  /**
   * What the tokens of all of these mean; nothing if none has tokens.
   *
   * @throws InvalidInputException if two disagree, so that their tokens cannot be mixed
   */
  static Optional<TokenIds> common(Collection<Artifact> artifacts) {
    Optional<TokenIds> common = Optional.empty();
    for (Artifact artifact : artifacts) {
      Optional<TokenIds> own = of(artifact);
      if (own.isPresent() && common.isPresent()) {
        requireSame(common.get(), own.get());
      }
      common = common.isPresent() ? common : own;
    }
    return common;
  }

  private static Optional<TokenIds> of(Artifact artifact) {
    Manifest manifest = artifact.manifest();
    String digest = manifest.derivation().digests().get(DIGEST);
    if (digest == null) {
      return Optional.empty();
    }
    SortedMap<String, Double> figures = new TreeMap<>(manifest.metrics());
    figures.keySet().retainAll(FIGURES);
    return Optional.of(new TokenIds(artifact, digest, figures));
  }

  private static void requireSame(TokenIds a, TokenIds b) {
    if (!a.digest.equals(b.digest) || !a.figures.equals(b.figures)) {
      throw new InvalidInputException(
          "%s and %s have different tokens (tokenizer %s with %s, tokenizer %s with %s); give both stages the same tokenizer, bos-token and eos-token"
              .formatted(
                  stage(a.artifact), stage(b.artifact), a.digest, a.figures, b.digest, b.figures));
    }
  }

  private static String stage(Artifact artifact) {
    return "stage '%s' (%s)".formatted(artifact.manifest().run().stage(), artifact.directory());
  }
}
