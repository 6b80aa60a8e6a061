package io.palimpsest.transforms.corpus;

import io.palimpsest.model.task.ExampleId;
import io.palimpsest.model.task.TaskColumns;
import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Takes the rows out of an official file of a task, in order; empty lines are no rows. */
final class TaskReader {
  private final TaskSource source;
  private final int maxRowBytes;
  private final Map<String, Long> rowsByLanguage = new HashMap<>();

  TaskReader(TaskSource source, int maxRowBytes) {
    this.source = source;
    this.maxRowBytes = maxRowBytes;
  }

  /**
   * Passes rows on for as long as {@code sink} says that it wants more.
   *
   * @throws InvalidInputException if the file lacks a column; names it
   */
  void read(Predicate<TaskRow> sink) throws IOException {
    try (InputStream in = Sources.open(source.path(), 0)) {
      LineReader lines = new LineReader(in, 0, maxRowBytes);
      Optional<LineReader.Line> line = lines.next();
      if (line.isEmpty()) {
        return;
      }
      Columns columns = columns(line.get());
      if (columns.example().header()) {
        line = lines.next();
      }
      for (long place = 0; line.isPresent(); line = lines.next()) {
        if (line.get().length() > 0 && !sink.test(row(line.get(), place++, columns))) {
          return;
        }
      }
    }
  }

  /**
   * @param example what a row says
   * @param language its language, as the text of a record
   */
  private record Columns(TsvColumns example, Optional<TsvColumns> language) {}

  private Columns columns(LineReader.Line first) {
    TaskColumns columns = source.layout().columns();
    FieldNames names = new FieldNames(columns.text(), columns.pair(), columns.label());
    Optional<String> header =
        TsvColumns.needHeader(names) ? Optional.of(DocumentReader.header(first)) : Optional.empty();
    header.ifPresent(line -> requireColumns(columns, List.of(line.split("\t", -1))));
    TsvColumns example = TsvColumns.of(names, source.path(), header);
    return columns.language().isEmpty()
        ? new Columns(example, Optional.empty())
        : new Columns(
            example,
            Optional.of(TsvColumns.of(FieldNames.of(columns.language()), source.path(), header)));
  }

  private void requireColumns(TaskColumns columns, List<String> header) {
    Stream.of(columns.text(), columns.pair(), columns.label(), columns.language())
        .filter(name -> !name.isEmpty() && !header.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new InvalidInputException(
                  "%s has no column '%s' in its first line, as the official file has; get that, or read it without task, by text-field, pair-field and label-field"
                      .formatted(source.path(), name));
            });
  }

  private TaskRow row(LineReader.Line line, long place, Columns columns) {
    RawRecord raw = DocumentReader.decoded(source.name() + "@" + place, place, line.bytes());
    RawRecord parsed = raw;
    if (line.cut()) {
      parsed =
          raw.refused(
              "row of %d bytes; max-document-bytes is %d".formatted(line.length(), maxRowBytes));
    } else if (raw.problem().isEmpty()) {
      parsed = columns.example().parse(raw);
    }
    Optional<String> language = columns.language().map(column -> column.parse(raw).text());
    long row = language.map(code -> rowsByLanguage.merge(code, 1L, Long::sum) - 1).orElse(place);
    return new TaskRow(new ExampleId(source.name(), language, row), parsed);
  }
}
