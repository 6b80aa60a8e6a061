package io.palimpsest.transforms.prompting;

import io.palimpsest.model.prompt.PromptTask;
import io.palimpsest.schemas.InvalidInputException;
import java.io.EOFException;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.zip.ZipException;

/** Reads the rows of files of one format. */
@FunctionalInterface
interface RowReader {
  /**
   * Passes every row on.
   *
   * @throws InvalidInputException for a row that is broken; names file and line
   */
  void read(PromptSource source, Consumer<PromptRow> sink) throws IOException;

  /** The reader of a task's files. */
  static RowReader of(PromptTask task) {
    return switch (task.format()) {
      case TSV -> new TsvRows();
      case JSON_LINES -> new JsonLineRows();
      case JSON_LIST -> new JsonListRows();
      case PARALLEL_LINES -> new ParallelRows(task);
      case WEBNLG -> new WebnlgRows();
      case DOCUMENTS ->
          throw new IllegalArgumentException(task.name() + " is read from shards of documents");
    };
  }

  /** Reads, and says so if a compressed file is damaged. */
  default void readWhole(PromptSource source, Consumer<PromptRow> sink) throws IOException {
    try {
      read(source, sink);
    } catch (EOFException | ZipException e) {
      throw new InvalidInputException(
          "%s is truncated or damaged: %s; copy it again"
              .formatted(String.join(", ", source.paths()), e.getMessage()),
          e);
    }
  }
}
