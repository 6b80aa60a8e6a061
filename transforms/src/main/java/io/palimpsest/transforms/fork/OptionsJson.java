package io.palimpsest.transforms.fork;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.common.ReflectHelpers;

/** Beam's options as Beam sends them to workers: what is marked as not to be sent is not sent. */
final class OptionsJson {
  private OptionsJson() {}

  static String write(PipelineOptions options) {
    try {
      return mapper().writeValueAsString(options);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PipelineOptions read(String json) {
    try {
      return mapper().readValue(json, PipelineOptions.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Extensions teach Jackson their types: credentials' scopes, machine types. */
  private static ObjectMapper mapper() {
    return new ObjectMapper()
        .registerModules(ObjectMapper.findModules(ReflectHelpers.findClassLoader()));
  }
}
