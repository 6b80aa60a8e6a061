package io.palimpsest.transforms.rendering;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Real data beside the checkout, in {@code shared/data}; tests that want it are skipped without.
 */
final class SharedData {
  private SharedData() {}

  static Path folder(String name) {
    Path wanted = Path.of("shared", "data").resolve(name);
    Path here = Path.of("").toAbsolutePath();
    while (here != null && !Files.isDirectory(here.resolve(wanted))) {
      here = here.getParent();
    }
    assumeTrue(here != null, () -> "no folder " + wanted + " beside the checkout");
    return here.resolve(wanted);
  }
}
