package io.palimpsest.schemas.artifact;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.PairSequence;
import io.palimpsest.schemas.record.PatchSequence;
import io.palimpsest.schemas.record.TokenSequence;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.apache.avro.Schema;

/**
 * In what form a model is shown a text; one type of sample each, in the order of {@link #union}.
 */
public enum Modality {
  PIXEL(Kind.PATCH_SEQUENCES, PatchSequence.getClassSchema()),
  TEXT(Kind.TOKEN_SEQUENCES, TokenSequence.getClassSchema()),
  PAIR(Kind.PAIR_SEQUENCES, PairSequence.getClassSchema());

  private final String kind;
  private final Schema schema;

  Modality(String kind, Schema schema) {
    this.kind = kind;
    this.schema = schema;
  }

  /** The {@link Kind} of artifacts that hold its samples. */
  public String kind() {
    return kind;
  }

  /** The record that its samples are. */
  public Schema schema() {
    return schema;
  }

  /** Its name in figures and configuration: {@code text}, {@code pixel} or {@code pair}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The modality of the samples in artifacts of a kind.
   *
   * @throws InvalidInputException if there is none
   */
  public static Modality ofKind(String kind) {
    return Arrays.stream(values())
        .filter(modality -> modality.kind.equals(kind))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "'%s' are no samples; give patch-sequences, token-sequences or pair-sequences"
                        .formatted(kind)));
  }

  /**
   * The schema of files that hold samples of any modality: a union with one branch each. A sample
   * in it is the branch's number, that of {@link #ordinal}, before the sample's own bytes.
   */
  public static Schema union() {
    return Schema.createUnion(PIXEL.schema, TEXT.schema, PAIR.schema);
  }

  /** The schema of files that hold samples of these: the record itself if they are one. */
  public static Schema schema(Collection<Modality> modalities) {
    List<Modality> distinct = modalities.stream().distinct().toList();
    return distinct.size() == 1 ? distinct.get(0).schema : union();
  }
}
