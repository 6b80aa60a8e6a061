package io.palimpsest.schemas.artifact;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;

/** Writes counts as whole numbers: {@code 2000}, not {@code 2000.0} or {@code 2.0E9}. */
public final class MetricSerializer extends JsonSerializer<Double> {
  private static final double EXACT = 1L << 53;

  @Override
  public void serialize(Double value, JsonGenerator out, SerializerProvider provider)
      throws IOException {
    if (value == Math.rint(value) && Math.abs(value) <= EXACT) {
      out.writeNumber(value.longValue());
    } else {
      out.writeNumber(value);
    }
  }
}
