package io.palimpsest.pipelines.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class VersionProvider implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "palimpsest "
          + Optional.ofNullable(getClass().getPackage().getImplementationVersion())
              .orElse("development")
    };
  }
}
