package io.palimpsest.model.events;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;

/**
 * The figures of a run's steps in order. Rates are of one step alone, from running sums and the
 * step's seconds; a step that took no time has none.
 */
final class StepScalars {
  /** Running sums of a step's record, those that a version of it has, by their rates' names. */
  private static final Map<String, String> SUMS = new LinkedHashMap<>();

  static {
    SUMS.put("patches", "patches_per_second");
    SUMS.put("tokens", "tokens_per_second");
  }

  private static final List<String> FIELDS = List.of("loss", "learning_rate", "gradient_norm");

  private final Map<String, Long> last = new LinkedHashMap<>();
  private double elapsed;

  /** The next step's figures by name, in a fixed order. */
  Map<String, Float> next(GenericRecord step) {
    Map<String, Float> scalars = new LinkedHashMap<>();
    FIELDS.forEach(field -> scalars.put(field, (float) step.get(field)));
    float seconds = (float) step.get("seconds");
    elapsed += seconds;
    SUMS.forEach(
        (sum, rate) -> {
          if (step.hasField(sum)) {
            long now = (long) step.get(sum);
            long before = last.getOrDefault(sum, 0L);
            last.put(sum, now);
            if (seconds > 0) {
              scalars.put(rate, (now - before) / seconds);
            }
          }
        });
    return scalars;
  }

  /** Seconds of all steps so far. */
  double elapsed() {
    return elapsed;
  }
}
