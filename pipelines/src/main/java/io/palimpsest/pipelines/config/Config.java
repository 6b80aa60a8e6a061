package io.palimpsest.pipelines.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.palimpsest.schemas.InvalidInputException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * A stage's configuration.
 *
 * @param value the record, validated
 * @param data the keys that decide the artifact's bytes, defaults filled in
 */
public record Config<C extends Record>(C value, ObjectNode data) {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  /** Says where a key was given, to begin a message with: {@code "file.yaml:7: "}. */
  @FunctionalInterface
  public interface Place {
    String of(String key);
  }

  /**
   * Fills a configuration record.
   *
   * @param type the record
   * @param given the keys that were given
   * @param seed the workflow's seed
   * @param place for messages
   * @throws InvalidInputException for an unknown, missing or wrong key, with place, value, what was
   *     expected and the nearest valid key
   */
  public static <C extends Record> Config<C> bind(
      Class<C> type, ObjectNode given, long seed, Place place) {
    List<ConfigKey> keys = ConfigKey.of(type);
    refuseUnknown(keys, given, place);
    Object[] values = new Object[keys.size()];
    ObjectNode data = YAML.createObjectNode();
    for (int i = 0; i < values.length; i++) {
      ConfigKey key = keys.get(i);
      JsonNode node = given.has(key.name()) ? given.get(key.name()) : defaultOf(key, seed, place);
      values[i] = convert(key, node, place);
      if (decidesBytes(key, values[i], seed, place)) {
        data.set(key.name(), YAML.valueToTree(values[i]));
      }
    }
    return new Config<>(construct(type, values, place), data);
  }

  /**
   * A key's value.
   *
   * @throws IllegalArgumentException if there is no such key
   */
  public Object get(String name) {
    for (ConfigKey key : ConfigKey.of(value.getClass())) {
      if (key.name().equals(name)) {
        try {
          Method accessor = key.component().getAccessor();
          accessor.setAccessible(true);
          return accessor.invoke(value);
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(key + " cannot be read", e);
        }
      }
    }
    throw new IllegalArgumentException(value.getClass() + " has no key " + name);
  }

  private static boolean decidesBytes(ConfigKey key, Object value, long seed, Place place) {
    return switch (key.key().effect()) {
      case DATA -> true;
      case DATA_UNLESS_DEFAULT -> !value.equals(convert(key, defaultOf(key, seed, place), place));
      case EXECUTION -> false;
    };
  }

  private static void refuseUnknown(List<ConfigKey> keys, ObjectNode given, Place place) {
    List<String> names = keys.stream().map(ConfigKey::name).toList();
    for (Iterator<String> each = given.fieldNames(); each.hasNext(); ) {
      String name = each.next();
      if (!names.contains(name)) {
        throw new InvalidInputException(
            "%sunknown key '%s'%s".formatted(place.of(name), name, Nearest.hint(name, names)));
      }
    }
  }

  private static JsonNode defaultOf(ConfigKey key, long seed, Place place) {
    String text = key.key().byDefault();
    if (text.equals(Key.REQUIRED)) {
      throw new InvalidInputException(
          "%smissing key '%s': %s".formatted(place.of(""), key.name(), key.key().value()));
    }
    return text.equals(Key.SEED) ? LongNode.valueOf(seed) : yaml(text);
  }

  private static Object convert(ConfigKey key, JsonNode node, Place place) {
    Class<?> type = key.component().getType();
    if (type == String.class && node.isValueNode() && !node.isNull()) {
      return node.asText();
    }
    try {
      if (!node.isNull()) {
        return YAML.readerFor(YAML.constructType(key.component().getGenericType())).readValue(node);
      }
    } catch (java.io.IOException e) {
      // The message below says it in the user's terms.
    }
    throw new InvalidInputException(
        "%skey '%s' is %s; expected %s"
            .formatted(place.of(key.name()), key.name(), node, key.type()));
  }

  private static <C extends Record> C construct(Class<C> type, Object[] values, Place place) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<C> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InvalidInputException invalid) {
        throw new InvalidInputException(place.of("") + invalid.getMessage(), invalid);
      }
      throw new IllegalStateException(type + " cannot be constructed", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " has no canonical constructor", e);
    }
  }

  /**
   * Parses a value as YAML would: {@code 8} is a number, {@code abc} a text; what YAML takes for a
   * comment or for nothing, such as {@code #4}, is the text that it is.
   */
  public static JsonNode yaml(String text) {
    try {
      JsonNode node = YAML.readTree(text);
      return node.isMissingNode() ? TextNode.valueOf(text) : node;
    } catch (JsonProcessingException e) {
      throw new InvalidInputException("'%s' is no YAML value".formatted(text), e);
    }
  }
}
