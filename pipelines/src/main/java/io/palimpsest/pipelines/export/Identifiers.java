package io.palimpsest.pipelines.export;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names of stages as an orchestrator's language allows them, no two alike. */
final class Identifiers {
  /** Words of Python, and what the exported file names itself. */
  private static final Set<String> TAKEN_IN_PYTHON =
      Set.of(
          """
          False None True and as assert async await break class continue def del elif else except \
          finally for from global if import in is lambda nonlocal not or pass raise return try while \
          with yield dag DAG Stage Param Path DATA ACCELERATOR arguments dated failure image json os \
          re k8s datetime timedelta timezone
          """
              .strip()
              .split(" +"));

  private Identifiers() {}

  /** Variables of Python. */
  static Map<String, String> python(List<String> names) {
    return unique(names, "[^A-Za-z0-9_]", '_', TAKEN_IN_PYTHON);
  }

  /** Tasks of Argo Workflows: letters, digits and hyphens. */
  static Map<String, String> argo(List<String> names) {
    return unique(names, "[^A-Za-z0-9-]", '-', Set.of());
  }

  private static Map<String, String> unique(
      List<String> names, String refused, char instead, Set<String> taken) {
    Map<String, String> identifiers = new LinkedHashMap<>();
    Set<String> used = new HashSet<>(taken);
    for (String name : names) {
      String plain = name.replaceAll(refused, String.valueOf(instead));
      String base = Character.isLetter(plain.charAt(0)) ? plain : "stage" + instead + plain;
      String identifier = base;
      for (int number = 2; !used.add(identifier); number++) {
        identifier = base + instead + number;
      }
      identifiers.put(name, identifier);
    }
    return identifiers;
  }
}
