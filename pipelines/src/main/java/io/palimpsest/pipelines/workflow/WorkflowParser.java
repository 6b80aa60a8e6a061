package io.palimpsest.pipelines.workflow;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.palimpsest.pipelines.config.Config;
import io.palimpsest.pipelines.config.Nearest;
import io.palimpsest.pipelines.stage.StageType;
import io.palimpsest.pipelines.stage.StageTypes;
import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** Reads workflow files. */
public final class WorkflowParser {
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  private static final YAMLMapper WRITER =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .build();

  private static final Set<String> KEYS = Set.of("name", "include", "seed", "defaults", "stages");

  /** Far more than people write; YAML takes long to refuse what is nested without end. */
  private static final int MOST_BYTES = 1 << 20;

  /** Names become parts of paths and of job names. */
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

  private final YamlPlaces places;
  private final ObjectNode root;

  private WorkflowParser(YamlPlaces places, ObjectNode root) {
    this.places = places;
    this.root = root;
  }

  /**
   * Parses a workflow.
   *
   * @param file a YAML file
   * @param sets overrides, each {@code stage.key=value}, {@code defaults.type.key=value} or {@code
   *     seed=value}
   * @throws InvalidInputException with file, line, key, what was expected and the nearest valid key
   */
  public static Workflow parse(Path file, List<String> sets) {
    try {
      WorkflowParser parser = read(file);
      sets.forEach(parser::override);
      return parser.workflow();
    } catch (NoSuchFileException e) {
      throw new InvalidInputException("no workflow file " + file, e);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "%s:%d: %s".formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage().strip()),
          e);
    } catch (IOException e) {
      throw new InvalidInputException("cannot read workflow file %s: %s".formatted(file, e), e);
    }
  }

  /**
   * A workflow file's text, with what it includes merged in, so that it stands alone.
   *
   * @throws InvalidInputException if a file is not there
   */
  public static String text(Path file) {
    try {
      WorkflowParser parser = read(file);
      String text = Files.readString(file).replace("\r\n", "\n").stripTrailing() + "\n";
      boolean alone = parser.root.remove("include") == null;
      return alone ? text : WRITER.writeValueAsString(parser.root);
    } catch (IOException e) {
      throw new InvalidInputException("cannot read workflow file %s: %s".formatted(file, e), e);
    }
  }

  private static WorkflowParser read(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new InvalidInputException(
          "workflow file %s has more than %d bytes; split it with include"
              .formatted(file, MOST_BYTES));
    }
    byte[] yaml = Files.readAllBytes(file);
    JsonNode root = YAML.readTree(yaml);
    YamlPlaces places = new YamlPlaces(file.toString(), yaml);
    if (!(root instanceof ObjectNode object)) {
      throw new InvalidInputException(
          file + ": expected a map with name, seed and stages, found " + root);
    }
    WorkflowParser parser = new WorkflowParser(places, object);
    if (root.has("include")) {
      parser.include(file.resolveSibling(root.path("include").asText()));
    }
    return parser;
  }

  /** Takes another workflow's stages, defaults and seed, as far as this one has no others. */
  private void include(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new InvalidInputException(
          "%sincluded workflow file %s is not there".formatted(places.of("include"), file));
    }
    WorkflowParser other = read(file);
    places.include(other.places);
    ObjectNode both = other.root.deepCopy();
    both.remove("include");
    for (String name : names()) {
      if (both.path("stages").has(name)) {
        throw new InvalidInputException(
            "%sstage '%s' is in the included %s too: give it another name"
                .formatted(places.of("stages", name), name, file));
      }
    }
    merge(both, root);
    root.removeAll();
    root.setAll(both);
  }

  private static void merge(ObjectNode into, ObjectNode from) {
    for (Iterator<Map.Entry<String, JsonNode>> each = from.fields(); each.hasNext(); ) {
      Map.Entry<String, JsonNode> entry = each.next();
      if (entry.getValue() instanceof ObjectNode child
          && into.get(entry.getKey()) instanceof ObjectNode present) {
        merge(present, child);
      } else {
        into.set(entry.getKey(), entry.getValue());
      }
    }
  }

  private void override(String set) {
    String[] parts = set.split("=", 2);
    String[] path = parts[0].split("\\.", 2);
    if (parts.length < 2) {
      throw new InvalidInputException(
          "--set %s: expected stage.key=value, defaults.type.key=value or seed=value"
              .formatted(set));
    }
    JsonNode value = Config.yaml(parts[1]);
    if (path.length == 1 && path[0].equals("seed")) {
      root.set("seed", value);
      return;
    }
    if (path[0].equals("defaults") && !names().contains("defaults")) {
      overrideDefault(set, path, value);
      return;
    }
    if (!(root.path("stages").path(path[0]) instanceof ObjectNode stage) || path.length == 1) {
      throw new InvalidInputException(
          "--set %s: no stage '%s'%s".formatted(set, path[0], Nearest.hint(path[0], names())));
    }
    stage.set(path[1], value);
  }

  private void overrideDefault(String set, String[] path, JsonNode value) {
    String[] key = path.length == 1 ? path : path[1].split("\\.", 2);
    if (path.length == 1 || key.length == 1) {
      throw new InvalidInputException("--set %s: expected defaults.type.key=value".formatted(set));
    }
    root.withObject("/defaults").withObject("/" + key[0]).set(key[1], value);
  }

  private Workflow workflow() {
    for (Iterator<String> each = root.fieldNames(); each.hasNext(); ) {
      String key = each.next();
      if (!KEYS.contains(key)) {
        throw new InvalidInputException(
            "%sunknown key '%s'%s".formatted(places.of(key), key, Nearest.hint(key, KEYS)));
      }
    }
    String name = root.path("name").asText("");
    if (!name.matches(NAME)) {
      throw new InvalidInputException(
          "%skey 'name' is %s; expected letters, digits, '.', '_' and '-'"
              .formatted(places.of("name"), root.path("name")));
    }
    JsonNode seed = root.path("seed");
    if (!seed.isMissingNode() && !seed.canConvertToLong()) {
      throw new InvalidInputException(
          "%skey 'seed' is %s; expected a whole number".formatted(places.of("seed"), seed));
    }
    checkDefaults();
    return new Workflow(name, new Topology(stages(seed.asLong(0))).sorted());
  }

  /** Each is a map of keys for all stages of a type; the keys are checked with those stages. */
  private void checkDefaults() {
    JsonNode defaults = root.path("defaults");
    if (!defaults.isMissingNode() && !defaults.isObject()) {
      throw new InvalidInputException(
          "%s'defaults' is %s; expected a map from stage types to keys"
              .formatted(places.of("defaults"), defaults));
    }
    for (Iterator<Map.Entry<String, JsonNode>> each = defaults.fields(); each.hasNext(); ) {
      Map.Entry<String, JsonNode> entry = each.next();
      String here = places.of("defaults", entry.getKey());
      Set<String> types = StageTypes.all().keySet();
      if (!types.contains(entry.getKey())) {
        throw new InvalidInputException(
            "%sdefaults: unknown stage type '%s'%s"
                .formatted(here, entry.getKey(), Nearest.hint(entry.getKey(), types)));
      }
      if (!entry.getValue().isObject()) {
        throw new InvalidInputException(
            "%sdefaults of '%s' are %s; expected a map of keys"
                .formatted(here, entry.getKey(), entry.getValue()));
      }
    }
  }

  private List<StageSpec<?>> stages(long seed) {
    if (!(root.get("stages") instanceof ObjectNode stages) || stages.isEmpty()) {
      throw new InvalidInputException(
          places.of("stages") + "expected 'stages' with a map of stages by name");
    }
    List<StageSpec<?>> specs = new ArrayList<>();
    for (Iterator<Map.Entry<String, JsonNode>> each = stages.fields(); each.hasNext(); ) {
      Map.Entry<String, JsonNode> stage = each.next();
      specs.add(stage(stage.getKey(), stage.getValue(), seed));
    }
    return specs;
  }

  private StageSpec<?> stage(String name, JsonNode declared, long seed) {
    String here = places.of("stages", name);
    if (!name.matches(NAME)) {
      throw new InvalidInputException(
          "%sstage name '%s'; expected letters, digits, '.', '_' and '-'".formatted(here, name));
    }
    if (!(declared instanceof ObjectNode node)) {
      throw new InvalidInputException(
          "%sstage '%s' is %s; expected a map with a type".formatted(here, name, declared));
    }
    ObjectNode given = node.deepCopy();
    JsonNode type = given.remove("type");
    JsonNode from = given.remove("from");
    return spec(name, type(name, type), from, given, seed);
  }

  private <C extends Record> StageSpec<C> spec(
      String name, StageType<C> type, JsonNode from, ObjectNode given, long seed) {
    Inputs inputs = new Inputs(name, type, names(), places.of("stages", name, "from"));
    Config.Place place =
        key ->
            (isDefault(name, type, key)
                    ? places.of("defaults", type.name(), key)
                    : places.of("stages", name, key))
                + "stage '%s': ".formatted(name);
    SortedMap<String, String> names = inputs.of(from);
    return new StageSpec<>(
        name, type, Config.bind(type.config(), filled(type, given), seed, place), names, place);
  }

  /** A stage's keys, and those that its type's defaults have beside them. */
  private ObjectNode filled(StageType<?> type, ObjectNode given) {
    ObjectNode filled = root.objectNode();
    if (root.path("defaults").path(type.name()) instanceof ObjectNode defaults) {
      filled.setAll(defaults);
    }
    filled.setAll(given);
    return filled;
  }

  private boolean isDefault(String stage, StageType<?> type, String key) {
    return root.path("defaults").path(type.name()).has(key)
        && !root.path("stages").path(stage).has(key);
  }

  private StageType<?> type(String stage, JsonNode type) {
    Set<String> types = StageTypes.all().keySet();
    if (type == null) {
      throw new InvalidInputException(
          "%sstage '%s' has no type; there is %s"
              .formatted(places.of("stages", stage), stage, String.join(", ", types)));
    }
    StageType<?> found = StageTypes.all().get(type.asText());
    if (found == null) {
      throw new InvalidInputException(
          "%sstage '%s': unknown stage type '%s'%s"
              .formatted(
                  places.of("stages", stage, "type"),
                  stage,
                  type.asText(),
                  Nearest.hint(type.asText(), types)));
    }
    return found;
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    root.path("stages").fieldNames().forEachRemaining(names::add);
    return names;
  }
}
