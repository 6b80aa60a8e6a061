package io.palimpsest.pipelines.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.palimpsest.pipelines.config.ConfigKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The deployment is declared once: what else tells its names says the same. */
class DeploymentTest {
  private static final Path TERRAFORM = Path.of("..", "terraform");
  private static final Path DOCUMENTATION = Path.of("..", "docs", "orchestration.md");
  private static final Pattern VARIABLE =
      Pattern.compile(
          "(?m)^variable \"(?<name>\\w+)\" \\{\\n(?:(?!^\\}).*\\n)*?  default\\s*=\\s*\"?(?<value>[^\"\\n{\\[]+)\"?$");
  private static final Pattern IMAGE = Pattern.compile("= \"(palimpsest-[a-z-]+)\"");

  @Test
  void theDocumentationsTableIsTheDeclaration() throws IOException {
    List<String> rows = new ArrayList<>();
    for (ConfigKey key : ConfigKey.of(Deployment.class)) {
      rows.add(
          "| `%s` | %s | %s |".formatted(key.name(), values().get(key.name()), key.key().value()));
    }
    String page = Files.readString(DOCUMENTATION);
    assertThat(page.lines().filter(line -> line.startsWith("| `"))).containsExactlyElementsOf(rows);
  }

  @Test
  void terraformsVariablesHaveTheDeclaredDefaults() throws IOException {
    Map<String, String> declared = new TreeMap<>();
    values().forEach((name, value) -> declared.put(name.replace('-', '_'), value));
    declared.put("image_tag", declared.get("tag"));
    List<String> compared = new ArrayList<>();
    for (Path file : variables()) {
      Matcher variable = VARIABLE.matcher(Files.readString(file));
      while (variable.find()) {
        String name = variable.group("name");
        if (declared.containsKey(name) && !variable.group("value").equals("null")) {
          assertThat(variable.group("value"))
              .as("%s of %s", name, file)
              .isEqualTo(declared.get(name));
          compared.add(name);
        }
      }
    }
    assertThat(compared).contains("region", "namespace", "accelerator_type");
  }

  @Test
  void terraformsImagesAreThoseOfTheDeclaration() throws IOException {
    Deployment deployment = Deployment.declared();
    List<String> images = new ArrayList<>();
    for (Path file : variables()) {
      Matcher map =
          Pattern.compile("(?ms)^variable \"images\" \\{.*?^\\}").matcher(Files.readString(file));
      if (map.find()) {
        IMAGE
            .matcher(map.group())
            .results()
            .map((MatchResult one) -> one.group(1))
            .forEach(images::add);
      }
    }
    assertThat(images)
        .containsExactlyInAnyOrder(
            deployment.launcherImage(),
            deployment.flinkImage(),
            deployment.dataflowImage(),
            deployment.trainerImage(),
            deployment.trainerCudaImage());
  }

  private static Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    Deployment declared = Deployment.declared();
    for (ConfigKey key : ConfigKey.of(Deployment.class)) {
      try {
        values.put(key.name(), String.valueOf(key.component().getAccessor().invoke(declared)));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    return values;
  }

  private static List<Path> variables() throws IOException {
    assumeTrue(Files.isDirectory(TERRAFORM), "there is no folder terraform to compare with");
    try (Stream<Path> files = Files.walk(TERRAFORM)) {
      return files.filter(file -> file.endsWith("variables.tf")).sorted().toList();
    }
  }
}
