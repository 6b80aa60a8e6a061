package io.palimpsest.transforms.corpus;

import java.util.Optional;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericRecord;

/** The fields of an Avro record. */
record AvroValues(GenericRecord record) implements FieldValues {
  @Override
  public Optional<String> text(String field) {
    return record.get(field) instanceof CharSequence text
        ? Optional.of(text.toString())
        : Optional.empty();
  }

  @Override
  public Optional<String> scalar(String field) {
    Object value = record.get(field);
    boolean scalar =
        value instanceof CharSequence
            || value instanceof Number
            || value instanceof Boolean
            || value instanceof GenericEnumSymbol;
    return scalar ? Optional.of(value.toString()) : Optional.empty();
  }
}
