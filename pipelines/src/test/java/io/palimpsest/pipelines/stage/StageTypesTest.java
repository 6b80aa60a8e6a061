package io.palimpsest.pipelines.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palimpsest.pipelines.config.Config;
import io.palimpsest.pipelines.config.ConfigKey;
import io.palimpsest.pipelines.config.Key;
import io.palimpsest.schemas.artifact.Kind;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StageTypesTest {
  @ParameterizedTest
  @MethodSource("types")
  <C extends Record> void everyKeyIsDocumentedAndEveryDefaultIsValid(StageType<C> type) {
    ObjectNode required = JsonNodeFactory.instance.objectNode();
    for (ConfigKey key : ConfigKey.of(type.config())) {
      assertThat(key.key()).as(key.name()).isNotNull();
      assertThat(key.key().value()).as(key.name()).isNotBlank();
      assertThat(key.type()).as(key.name()).isNotBlank();
      if (key.key().byDefault().equals(Key.REQUIRED)) {
        boolean text = key.component().getType() == String.class;
        required.set(key.name(), Config.yaml(text ? "here" : "1"));
      }
    }
    C config = Config.bind(type.config(), required, 7, key -> "").value();
    SortedMap<String, String> inputs = new TreeMap<>();
    for (Port port : type.ports()) {
      inputs.put(port.name(), port.kinds().isEmpty() ? Kind.DOCUMENTS : port.kinds().get(0));
    }
    assertThat(type.kinds()).contains(type.kind(config, inputs));
  }

  @ParameterizedTest
  @MethodSource("types")
  void namesAndSummariesAreFitForTheCommandLine(StageType<?> type) {
    assertThat(type.name()).matches("[a-z]+(-[a-z]+)*");
    assertThat(StageTypes.all()).containsEntry(type.name(), type);
    assertThat(type.summary()).isNotBlank().doesNotEndWith(".");
    assertThat(type.version()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("types")
  void whatChoosesADeviceWantsAnAccelerator(StageType<?> type) {
    if (ConfigKey.of(type.config()).stream().anyMatch(key -> key.name().equals("device"))) {
      assertThat(type.place()).isEqualTo(Place.ACCELERATOR);
    }
  }

  @Test
  void placesAreThoseOfTheDesign() {
    assertThat(StageTypes.all().values())
        .filteredOn(type -> type.place() == Place.ACCELERATOR)
        .extracting(StageType::name)
        .containsExactlyInAnyOrder(
            "pretrain",
            "finetune",
            "evaluate",
            "dynamics",
            "featurize",
            "fit",
            "simulate",
            "attribute");
  }

  static Iterable<StageType<?>> types() {
    return StageTypes.all().values();
  }
}
