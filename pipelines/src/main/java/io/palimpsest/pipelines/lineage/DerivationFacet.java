package io.palimpsest.pipelines.lineage;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.openlineage.client.OpenLineage;
import io.palimpsest.schemas.artifact.Derivation;
import io.palimpsest.schemas.artifact.Manifest;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All that decides an artifact's bytes, digests of fonts, tokenizers and encoders among it, as the
 * facet {@value #NAME} of runs and datasets. Its JSON schema is {@code
 * io/palimpsest/schemas/lineage/DerivationFacet.json}.
 */
@JsonAutoDetect(
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE)
final class DerivationFacet implements OpenLineage.RunFacet, OpenLineage.DatasetFacet {
  static final String NAME = "palimpsest_derivation";
  private static final String SCHEMA = "urn:palimpsest:lineage:derivation:1-0-0#/$defs/";

  private final URI producer;
  private final URI schema;
  private final Map<String, Object> content = new LinkedHashMap<>();

  private DerivationFacet(
      URI producer, String definition, Derivation derivation, String fingerprint) {
    this.producer = producer;
    this.schema = URI.create(SCHEMA + definition);
    content.put("stageType", derivation.type());
    content.put("stageVersion", derivation.version());
    content.put("fingerprint", fingerprint);
    content.put("config", derivation.config());
    content.put("inputs", derivation.inputs());
    content.put("digests", derivation.digests());
    content.put("sourceFiles", derivation.sources().size());
  }

  /** Of a run that makes an artifact. */
  static DerivationFacet ofRun(URI producer, Derivation derivation, String fingerprint) {
    return new DerivationFacet(producer, "DerivationRunFacet", derivation, fingerprint);
  }

  /** Of an artifact. */
  static DerivationFacet ofDataset(URI producer, Manifest manifest) {
    DerivationFacet facet =
        new DerivationFacet(
            producer, "DerivationDatasetFacet", manifest.derivation(), manifest.fingerprint());
    facet.content.put("kind", manifest.kind());
    return facet;
  }

  @Override
  @JsonProperty("_producer")
  public URI get_producer() {
    return producer;
  }

  @Override
  @JsonProperty("_schemaURL")
  public URI get_schemaURL() {
    return schema;
  }

  @Override
  @JsonProperty("_deleted")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public Boolean get_deleted() {
    return null;
  }

  @Override
  @JsonAnyGetter
  public Map<String, Object> getAdditionalProperties() {
    return content;
  }
}
