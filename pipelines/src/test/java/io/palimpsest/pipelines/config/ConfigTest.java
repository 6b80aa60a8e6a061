package io.palimpsest.pipelines.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palimpsest.schemas.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigTest {
  enum Mode {
    @JsonProperty("fast-one")
    FAST_ONE,
    @JsonProperty("slow")
    SLOW
  }

  record Sample(
      @Key("a path") String inputPath,
      @Key(value = "a mode", byDefault = "slow") Mode mode,
      @Key(value = "a size", byDefault = "8.5") double pointSize,
      @Key(value = "a count", byDefault = "3") int maxCount,
      @Key(value = "names", byDefault = "[]", effect = Key.Effect.EXECUTION) List<String> names,
      @Key(value = "a seed", byDefault = Key.SEED) long seed) {
    Sample {
      if (maxCount < 0) {
        throw new InvalidInputException("max-count is %d; give 0 or more".formatted(maxCount));
      }
    }
  }

  @Test
  void defaultsFillWhatIsNotGiven() {
    Config<Sample> config = bind("{input-path: here}");
    assertThat(config.value()).isEqualTo(new Sample("here", Mode.SLOW, 8.5, 3, List.of(), 77));
  }

  @Test
  void everyKeyCanBeGiven() {
    Config<Sample> config =
        bind(
            "{input-path: 5, mode: fast-one, point-size: 9, max-count: 4, names: [a, b], seed: 1}");
    assertThat(config.value())
        .isEqualTo(new Sample("5", Mode.FAST_ONE, 9, 4, List.of("a", "b"), 1));
  }

  @Test
  void keysThatDoNotDecideBytesStayOutOfTheFingerprint() {
    assertThat(bind("{input-path: here, names: [a]}").data().fieldNames())
        .toIterable()
        .containsExactly("input-path", "mode", "point-size", "max-count", "seed");
  }

  record Grown(
      @Key(value = "a size", byDefault = "1") int size,
      @Key(value = "new", byDefault = "[]", effect = Key.Effect.DATA_UNLESS_DEFAULT)
          List<String> added) {}

  @Test
  void aNewKeyEntersTheFingerprintOnlyWhenItIsSet() {
    assertThat(grown("{}")).isEqualTo(Config.yaml("{size: 1}"));
    assertThat(grown("{added: []}")).isEqualTo(Config.yaml("{size: 1}"));
    assertThat(grown("{added: [a]}")).isEqualTo(Config.yaml("{size: 1, added: [a]}"));
  }

  private static ObjectNode grown(String yaml) {
    return Config.bind(Grown.class, (ObjectNode) Config.yaml(yaml), 77, key -> "").data();
  }

  @Test
  void unknownKeysAreRefusedWithTheNearest() {
    refused(
        "{input-path: x, max-cuont: 4}",
        "w:max-cuont: unknown key 'max-cuont'; did you mean 'max-count'?");
  }

  @Test
  void aMissingKeyIsNamedWithItsMeaning() {
    refused("{}", "missing key 'input-path': a path");
  }

  @Test
  void wrongTypesAreRefusedWithWhatIsExpected() {
    refused(
        "{input-path: x, max-count: many}", "key 'max-count' is \"many\"; expected a whole number");
    refused("{input-path: x, max-count: 1.5}", "key 'max-count' is 1.5; expected a whole number");
    refused(
        "{input-path: x, mode: quick}", "key 'mode' is \"quick\"; expected one of fast-one, slow");
    refused("{input-path: x, names: a}", "key 'names' is \"a\"; expected a list of texts");
    refused("{input-path: [x]}", "key 'input-path' is [\"x\"]; expected a text");
    refused("{input-path: null}", "key 'input-path' is null; expected a text");
  }

  @Test
  void theRecordsOwnRefusalBearsThePlace() {
    refused("{input-path: x, max-count: -1}", "w:: max-count is -1; give 0 or more");
  }

  private static void refused(String yaml, String message) {
    assertThatThrownBy(() -> bind(yaml))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  private static Config<Sample> bind(String yaml) {
    return Config.bind(Sample.class, (ObjectNode) Config.yaml(yaml), 77, key -> "w:" + key + ": ");
  }
}
