package io.palimpsest.model.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a {@code tokenizer.json} says of its tokens. Reads the file alone, without the native
 * library.
 */
public final class TokenizerJson {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final List<String> BEGIN = List.of("<s>", "<|begin_of_text|>", "<bos>", "[CLS]");
  private static final List<String> END =
      List.of("</s>", "<|end_of_text|>", "<eos>", "<|endoftext|>", "[SEP]");

  private final ObjectNode root;
  private final String origin;
  private final SortedMap<String, Integer> special = new TreeMap<>();
  private int vocabulary;

  /**
   * @param json the file's bytes
   * @param origin its path, for messages
   * @throws InvalidInputException if it is no {@code tokenizer.json}
   */
  public TokenizerJson(byte[] json, String origin) {
    this.origin = origin;
    root = parse(json, origin);
    vocabulary = modelVocabulary();
    for (JsonNode token : root.path("added_tokens")) {
      int id = token.path("id").asInt();
      vocabulary = Math.max(vocabulary, id + 1);
      if (token.path("special").asBoolean()) {
        special.put(token.path("content").asText(), id);
      }
    }
  }

  private static ObjectNode parse(byte[] json, String origin) {
    try {
      if (MAPPER.readTree(json) instanceof ObjectNode object
          && !object.path("model").path("vocab").isEmpty()) {
        return object;
      }
    } catch (IOException e) {
      throw noTokenizer(origin, e);
    }
    throw noTokenizer(origin, null);
  }

  private static InvalidInputException noTokenizer(String origin, IOException cause) {
    return new InvalidInputException(
        origin + " is no tokenizer.json; give the file of that name of a fast tokenizer", cause);
  }

  /** One more than the greatest id of the model; the size of a list of pieces. */
  private int modelVocabulary() {
    JsonNode tokens = vocab();
    if (tokens.isArray()) {
      return tokens.size();
    }
    int greatest = -1;
    for (JsonNode id : tokens) {
      greatest = Math.max(greatest, id.asInt());
    }
    return greatest + 1;
  }

  private JsonNode vocab() {
    return root.path("model").path("vocab");
  }

  /** How many ids there are, one more than the greatest. */
  public int vocabulary() {
    return vocabulary;
  }

  /** The ids of tokens that spell nothing, by name. */
  SortedMap<String, Integer> special() {
    return special;
  }

  /**
   * The id of the token that begins sequences.
   *
   * @param name of it; empty for the first of the usual names that the tokenizer has; one that only
   *     has a token for the end begins sequences with it, too, as GPT-2 does
   * @throws InvalidInputException if there is none, with those that there are
   */
  public int bos(String name) {
    for (String usual : name.isEmpty() ? BEGIN : List.<String>of()) {
      if (special.containsKey(usual)) {
        return special.get(usual);
      }
    }
    return marker(name, "bos-token", "begins");
  }

  /**
   * The id of the token that ends sequences.
   *
   * @param name of it; empty for the first of the usual names that the tokenizer has
   * @throws InvalidInputException if there is none, with those that there are
   */
  public int eos(String name) {
    return marker(name, "eos-token", "ends");
  }

  private int marker(String name, String key, String does) {
    for (String wanted : name.isEmpty() ? END : List.of(name)) {
      if (special.containsKey(wanted)) {
        return special.get(wanted);
      }
    }
    Integer id = name.isEmpty() ? null : idOf(name);
    if (id == null) {
      throw new InvalidInputException(
          "tokenizer %s has no token %sthat %s a sequence; set %s to one of its special tokens: %s"
              .formatted(
                  origin,
                  name.isEmpty() ? "" : "'" + name + "' ",
                  does,
                  key,
                  special.isEmpty() ? "it has none" : String.join(", ", special.keySet())));
    }
    return id;
  }

  /** Of any token, special or not; null if there is none of that name. */
  private Integer idOf(String name) {
    for (JsonNode token : root.path("added_tokens")) {
      if (token.path("content").asText().equals(name)) {
        return token.path("id").asInt();
      }
    }
    JsonNode tokens = vocab();
    if (tokens.isObject()) {
      return tokens.has(name) ? tokens.get(name).asInt() : null;
    }
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.get(i).path(0).asText().equals(name)) {
        return i;
      }
    }
    return null;
  }

  /**
   * The tokenizer without what would change a text's own tokens: no padding, no truncation, no
   * markers added, and special tokens not looked for in the text.
   */
  String plain() {
    ObjectNode plain = root.deepCopy();
    for (String key : List.of("truncation", "padding", "post_processor")) {
      plain.putNull(key);
    }
    ArrayNode added = plain.putArray("added_tokens");
    for (JsonNode token : root.path("added_tokens")) {
      if (!token.path("special").asBoolean()) {
        added.add(token);
      }
    }
    try {
      return MAPPER.writeValueAsString(plain);
    } catch (JsonProcessingException e) {
      throw new AssertionError("what was parsed can be written", e);
    }
  }
}
