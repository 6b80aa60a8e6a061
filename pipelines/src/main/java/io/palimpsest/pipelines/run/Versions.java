package io.palimpsest.pipelines.run;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.ReleaseInfo;

/** What software makes an artifact. */
public final class Versions {
  private Versions() {}

  /** By name: {@code palimpsest}, {@code java}, {@code beam}, {@code runner} and {@code os}. */
  public static SortedMap<String, String> of(PipelineOptions options) {
    SortedMap<String, String> versions = new TreeMap<>();
    versions.put("palimpsest", palimpsest());
    versions.put("java", System.getProperty("java.version"));
    versions.put("beam", ReleaseInfo.getReleaseInfo().getVersion());
    versions.put("runner", options.getRunner().getSimpleName());
    versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return versions;
  }

  /** This build's version; {@code development} when it does not run from a jar. */
  static String palimpsest() {
    return Optional.ofNullable(Versions.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
