package io.palimpsest.pipelines.stage;

import io.palimpsest.transforms.corpus.Sources;
import java.io.IOException;

/** Checksums of files outside the workspace, remembered as long as size and time stay the same. */
@FunctionalInterface
public interface SourceChecksums {
  /** Algorithm, colon and value. */
  String of(Sources.Found file) throws IOException;
}
