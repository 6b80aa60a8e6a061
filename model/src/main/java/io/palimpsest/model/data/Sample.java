package io.palimpsest.model.data;

import io.palimpsest.schemas.artifact.Modality;
import io.palimpsest.schemas.record.PairSequence;
import io.palimpsest.schemas.record.PatchSequence;
import io.palimpsest.schemas.record.TokenSequence;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * What a network is shown at once: an image, tokens, or the image of a text and then its tokens. At
 * least one of them is there.
 */
public record Sample(Optional<PatchSequence> image, Optional<TokenSequence> tokens) {

  /** A record of samples' shards. */
  public static Sample of(SpecificRecord record) {
    if (record instanceof PatchSequence image) {
      return new Sample(Optional.of(image), Optional.empty());
    }
    if (record instanceof TokenSequence tokens) {
      return new Sample(Optional.empty(), Optional.of(tokens));
    }
    if (record instanceof PairSequence pair) {
      return new Sample(Optional.of(pair.getImage()), Optional.of(pair.getTokens()));
    }
    throw new IllegalArgumentException(
        "a record of type " + record.getSchema().getFullName() + " is no sample");
  }

  /** What it shows. */
  public Modality modality() {
    if (image.isEmpty()) {
      return Modality.TEXT;
    }
    return tokens.isEmpty() ? Modality.PIXEL : Modality.PAIR;
  }

  /** The id of the document or example that it shows. */
  public String documentId() {
    return image.map(PatchSequence::getDocumentId).orElseGet(() -> shown().getDocumentId());
  }

  /** Which window of the document it is. */
  public int index() {
    return image.map(PatchSequence::getIndex).orElseGet(() -> shown().getIndex());
  }

  /** The text that it shows. */
  public String text() {
    return image.map(PatchSequence::getText).orElseGet(() -> shown().getText());
  }

  /** An example's label. */
  public Optional<String> label() {
    return Optional.ofNullable(image.isPresent() ? image.get().getLabel() : shown().getLabel());
  }

  private TokenSequence shown() {
    return tokens.orElseThrow();
  }

  /** For messages. */
  @Override
  public String toString() {
    return "sequence %d of document '%s'".formatted(index(), documentId());
  }
}
