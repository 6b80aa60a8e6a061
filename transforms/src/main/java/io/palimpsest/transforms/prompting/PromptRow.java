package io.palimpsest.transforms.prompting;

import java.util.List;
import java.util.Map;

/**
 * An example as it lies in a file.
 *
 * @param number its place in the file, from 0 on
 * @param fields by name
 * @param references texts that count as right, if there are several
 */
record PromptRow(long number, Map<String, String> fields, List<String> references) {
  PromptRow(long number, Map<String, String> fields) {
    this(number, fields, List.of());
  }
}
