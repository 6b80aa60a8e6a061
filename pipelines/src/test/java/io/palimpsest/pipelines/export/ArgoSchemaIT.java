package io.palimpsest.pipelines.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exported manifest against Argo's published schema, which lies in its Go module. */
class ArgoSchemaIT {
  private static final String MODULE = "github.com/argoproj/argo-workflows/v4@v4.0.5";
  private static final String TEMPLATE = "io.argoproj.workflow.v1alpha1.WorkflowTemplate";

  @TempDir static Path shared;
  private static JsonSchema schema;

  @BeforeAll
  static void fetchSchema() throws Exception {
    ObjectNode published = (ObjectNode) new ObjectMapper().readTree(module().toFile());
    published.path("definitions").forEach(ArgoSchemaIT::close);
    ObjectNode root = published.objectNode();
    root.set("definitions", published.get("definitions"));
    root.put("$ref", "#/definitions/" + TEMPLATE);
    schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root);
  }

  @Test
  void theManifestIsAWorkflowTemplate() throws IOException {
    assertThat(schema.validate(manifest())).isEmpty();
  }

  @Test
  void aKeyInTheWrongPlaceWouldBeFound() throws IOException {
    JsonNode manifest = manifest();
    ((ObjectNode) manifest.at("/spec/templates/1")).put("tolerances", "none");
    ((ObjectNode) manifest.at("/spec/templates/1")).put("activeDeadlineSeconds", true);
    assertThat(schema.validate(manifest).toString())
        .contains("tolerances")
        .contains("activeDeadlineSeconds");
  }

  private static JsonNode manifest() throws IOException {
    return new YAMLMapper()
        .readTree(new ArgoExporter(Deployment.declared()).export(SampleExport.request(shared)));
  }

  /** The schema lets unknown keys pass, and Kubernetes drops them: here they are refused. */
  private static void close(JsonNode definition) {
    if (definition.has("properties")) {
      ((ObjectNode) definition).put("additionalProperties", false);
    }
  }

  private static Path module() throws Exception {
    Process download;
    try {
      download =
          new ProcessBuilder("go", "mod", "download", "-json", MODULE)
              .directory(shared.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "no Argo schema: Go, which fetches it, is not installed");
      throw e;
    }
    JsonNode module = new ObjectMapper().readTree(download.getInputStream());
    assumeTrue(
        download.waitFor(1, TimeUnit.MINUTES) && module.has("Dir"),
        "no Argo schema: Go could not fetch %s: %s".formatted(MODULE, module.path("Error")));
    return Path.of(module.path("Dir").asText(), "api", "jsonschema", "schema.json");
  }
}
