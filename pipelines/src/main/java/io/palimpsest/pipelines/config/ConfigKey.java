package io.palimpsest.pipelines.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A key of a configuration record.
 *
 * @param name in kebab-case
 * @param component that it fills
 * @param key its declaration
 */
public record ConfigKey(String name, RecordComponent component, Key key) {
  /** All keys of a configuration record, in the order of its components. */
  public static List<ConfigKey> of(Class<? extends Record> config) {
    return Arrays.stream(config.getRecordComponents())
        .map(
            component ->
                new ConfigKey(kebab(component), component, component.getAnnotation(Key.class)))
        .toList();
  }

  /** What values it takes, in a person's words. */
  public String type() {
    Class<?> type = component.getType();
    if (type.isEnum()) {
      return "one of " + String.join(", ", names(type));
    }
    return switch (type.getSimpleName()) {
      case "int", "long" -> "a whole number";
      case "double" -> "a number";
      case "boolean" -> "true or false";
      case "String" -> "a text";
      case "List" -> "a list of " + elements();
      default -> throw new IllegalStateException(component + " has a type without a name");
    };
  }

  private String elements() {
    ParameterizedType list = (ParameterizedType) component.getGenericType();
    Class<?> type = (Class<?>) list.getActualTypeArguments()[0];
    return type.isEnum() ? String.join(", ", names(type)) : "texts";
  }

  private static List<String> names(Class<?> type) {
    return Arrays.stream(type.getFields())
        .filter(field -> field.isEnumConstant())
        .map(field -> field.getAnnotation(JsonProperty.class).value())
        .toList();
  }

  private static String kebab(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
