package io.palimpsest.pipelines.lineage;

import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineageClientUtils;
import io.openlineage.client.transports.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Appends events to a file, one JSON object a line. The library's own such transport logs what goes
 * wrong and says that all went well.
 */
final class FileLines extends Transport {
  private final Path file;

  FileLines(Path file) {
    this.file = file.toAbsolutePath();
  }

  @Override
  public void emit(OpenLineage.RunEvent event) {
    append(event);
  }

  @Override
  public void emit(OpenLineage.DatasetEvent event) {
    append(event);
  }

  @Override
  public void emit(OpenLineage.JobEvent event) {
    append(event);
  }

  private void append(OpenLineage.BaseEvent event) {
    String line = OpenLineageClientUtils.toJson(event).replaceAll("\\R", " ") + "\n";
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
