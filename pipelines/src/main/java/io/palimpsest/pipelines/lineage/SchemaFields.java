package io.palimpsest.pipelines.lineage;

import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.SchemaDatasetFacetFields;
import io.palimpsest.schemas.record.RejectedRecord;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/**
 * Avro schemas as the fields of a dataset. An artifact of one kind of record has that record's
 * fields; one of several has a field for each kind, with the record's below it. What was rejected
 * does not count as a kind.
 */
final class SchemaFields {
  private final OpenLineage events;

  SchemaFields(OpenLineage events) {
    this.events = events;
  }

  List<SchemaDatasetFacetFields> of(List<Schema> schemas) {
    List<Schema> kept =
        schemas.stream()
            .filter(schema -> !schema.getName().equals(RejectedRecord.getClassSchema().getName()))
            .toList();
    return kept.size() == 1
        ? fields(kept.get(0))
        : kept.stream().map(schema -> field(schema.getName(), schema, schema.getDoc())).toList();
  }

  private List<SchemaDatasetFacetFields> fields(Schema record) {
    return record.getFields().stream()
        .map(field -> field(field.name(), field.schema(), field.doc()))
        .toList();
  }

  private SchemaDatasetFacetFields field(String name, Schema schema, String documentation) {
    return events
        .newSchemaDatasetFacetFieldsBuilder()
        .name(name)
        .type(type(schema))
        .description(documentation)
        .fields(schema.getType() == Schema.Type.RECORD ? fields(schema) : null)
        .build();
  }

  private static String type(Schema schema) {
    return switch (schema.getType()) {
      case ARRAY -> "array<%s>".formatted(type(schema.getElementType()));
      case MAP -> "map<%s>".formatted(type(schema.getValueType()));
      case UNION ->
          schema.getTypes().stream().map(SchemaFields::type).collect(Collectors.joining("|"));
      default -> schema.getType().name().toLowerCase(Locale.ROOT);
    };
  }
}
