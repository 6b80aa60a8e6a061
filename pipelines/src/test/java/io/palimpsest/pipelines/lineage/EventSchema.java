package io.palimpsest.pipelines.lineage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineageClientUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Holds events against JSON schemas: a strict one of our own and, where {@code
 * -Dopenlineage.spec=FOLDER} names the folder {@code spec} of OpenLineage's repository, the
 * official ones; and against the classes of OpenLineage's Java library, which are made from the
 * official.
 */
public final class EventSchema {
  private static final String OWN = "urn:palimpsest:test:openlineage-run-event";
  private static final String OFFICIAL = "https://openlineage.io/spec/2-0-2/OpenLineage.json";
  private static final String FACET = "https://openlineage.io/spec/facets/";

  private final JsonSchemaFactory factory;
  private final Optional<Path> official;

  private EventSchema(JsonSchemaFactory factory, Optional<Path> official) {
    this.factory = factory;
    this.official = official;
  }

  /** With all schemas that are to be had. */
  public static EventSchema load() throws IOException {
    Optional<Path> official =
        Optional.ofNullable(System.getProperty("openlineage.spec")).map(Path::of);
    Map<String, String> schemas = new java.util.HashMap<>();
    schemas.put(OWN, resource("/io/palimpsest/pipelines/lineage/run-event.json"));
    schemas.put(
        "urn:palimpsest:lineage:derivation:1-0-0",
        resource("/io/palimpsest/schemas/lineage/DerivationFacet.json"));
    if (official.isPresent()) {
      putOfficial(schemas, official.get());
    }
    JsonSchemaFactory factory =
        JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            builder -> builder.schemaLoaders(loaders -> loaders.schemas(schemas)));
    return new EventSchema(factory, official);
  }

  /** What is wrong with an event; nothing if all is well. */
  public List<String> problems(String event) throws IOException {
    List<String> problems = new ArrayList<>(validate(OWN, event));
    if (official.isPresent()) {
      problems.addAll(validate(OFFICIAL + "#/$defs/RunEvent", event));
      for (JsonNode facet : facets(new ObjectMapper().readTree(event))) {
        problems.addAll(validate(facet.path("_schemaURL").asText(), facet.toString()));
      }
    }
    problems.addAll(lost(event));
    return problems;
  }

  private List<String> validate(String schema, String json) {
    SchemaValidatorsConfig config = new SchemaValidatorsConfig();
    config.setFormatAssertionsEnabled(true);
    JsonSchema loaded = factory.getSchema(SchemaLocation.of(schema), config);
    return loaded.validate(json, InputFormat.JSON).stream().map(Object::toString).toList();
  }

  /** The library's classes must know every field outside of facets, and give all back. */
  private static List<String> lost(String event) throws IOException {
    ObjectMapper strict =
        OpenLineageClientUtils.newObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    OpenLineage.RunEvent parsed;
    try {
      parsed = strict.readValue(event, OpenLineage.RunEvent.class);
    } catch (JsonProcessingException e) {
      return List.of("the library refuses it: " + e.getOriginalMessage());
    }
    JsonNode back = new ObjectMapper().readTree(OpenLineageClientUtils.toJson(parsed));
    JsonNode given = new ObjectMapper().readTree(event);
    return back.equals(given) ? List.of() : List.of("the library reads %s".formatted(back));
  }

  private static List<JsonNode> facets(JsonNode node) {
    List<JsonNode> found = new ArrayList<>();
    if (node.has("_schemaURL")) {
      found.add(node);
    }
    node.forEach(child -> found.addAll(facets(child)));
    return found;
  }

  private static void putOfficial(Map<String, String> schemas, Path folder) throws IOException {
    schemas.put(OFFICIAL, Files.readString(folder.resolve("OpenLineage.json")));
    try (Stream<Path> files = Files.list(folder.resolve("facets"))) {
      for (Path file : files.toList()) {
        String json = Files.readString(file);
        String id = new ObjectMapper().readTree(json).path("$id").asText();
        if (id.startsWith(FACET)) {
          schemas.put(id, json);
        }
      }
    }
  }

  private static String resource(String name) throws IOException {
    try (var in = EventSchema.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }
}
