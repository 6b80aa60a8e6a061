package io.palimpsest.pipelines.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Templates of exported files. Their tags are {@code <%name%>}: both orchestrators keep double
 * braces for themselves. Nothing is escaped, what is put in comes quoted.
 */
final class Templates {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Mustache.Compiler COMPILER =
      Mustache.compiler()
          .escapeHTML(false)
          .withDelims("<% %>")
          .emptyStringIsFalse(true)
          .withLoader(Templates::open);

  private Templates() {}

  /** Fills a template of this package. */
  static String fill(String name, Object with) {
    Template template = COMPILER.loadTemplate(name);
    return template.execute(with);
  }

  /** A value as JSON, which Python and YAML read as the same value. */
  static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A text between three double quotes, readable and safe in Python. */
  static String python(String text) {
    return text.replace("\\", "\\\\").replace("\"\"\"", "\\\"\\\"\\\"");
  }

  /** A text with each line moved to the right, as YAML's block of literal text has it. */
  static String indented(String text, int spaces) {
    return text.indent(spaces).stripTrailing();
  }

  private static Reader open(String name) {
    return new InputStreamReader(
        Objects.requireNonNull(Templates.class.getResourceAsStream(name), name),
        StandardCharsets.UTF_8);
  }
}
