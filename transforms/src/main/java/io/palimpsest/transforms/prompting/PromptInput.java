package io.palimpsest.transforms.prompting;

import io.palimpsest.model.prompt.PromptFormat;
import io.palimpsest.model.prompt.PromptTask;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.transforms.corpus.Sources;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of a task in an input.
 *
 * @param task whose files they are
 * @param training files to train on, in order of their names
 * @param development files to test with, perhaps none
 */
public record PromptInput(
    PromptTask task, List<Sources.Found> training, List<Sources.Found> development) {

  /**
   * Finds them in a folder at any depth; an input that is one file is trained on whatever its name.
   *
   * @throws InvalidInputException if there is no file to train on
   */
  public static PromptInput match(PromptTask task, String input) throws IOException {
    List<Sources.Found> found = Sources.match(input);
    boolean alone = found.size() == 1 && input.endsWith(found.get(0).name());
    List<Sources.Found> training =
        alone && task.format() != PromptFormat.PARALLEL_LINES
            ? found
            : named(task.training(), found);
    if (training.isEmpty()) {
      throw new InvalidInputException(
          "input '%s' has no file '%s', which task %s needs; name the folder with the task's files"
              .formatted(input, task.training(), task.name()));
    }
    return new PromptInput(task, training, named(task.development(), found));
  }

  /** All files. */
  public List<Sources.Found> files() {
    return Stream.concat(training.stream(), development.stream()).toList();
  }

  /**
   * What workers read, the files to train on first.
   *
   * @throws InvalidInputException if a file lacks one whose lines correspond
   */
  public List<PromptSource> sources() {
    List<PromptSource> sources = new ArrayList<>(sources(training, /* ofTraining= */ true));
    sources.addAll(sources(development, /* ofTraining= */ false));
    return sources;
  }

  private List<PromptSource> sources(List<Sources.Found> files, boolean ofTraining) {
    return task.format() == PromptFormat.PARALLEL_LINES
        ? parallel(files, ofTraining)
        : files.stream()
            .map(
                file ->
                    new PromptSource(task.name(), file.name(), ofTraining, List.of(file.path())))
            .toList();
  }

  private List<PromptSource> parallel(List<Sources.Found> files, boolean ofTraining) {
    Map<String, Map<String, Sources.Found>> byStem =
        files.stream()
            .collect(
                Collectors.groupingBy(
                    file -> stem(file.name()),
                    TreeMap::new,
                    Collectors.toMap(file -> ending(file.name()), file -> file, (a, b) -> a)));
    List<PromptSource> sources = new ArrayList<>();
    byStem.forEach(
        (stem, byEnding) -> {
          List<Sources.Found> parts =
              ParallelRows.fields(task).stream().map(field -> part(stem, field, byEnding)).toList();
          List<String> paths = parts.stream().map(Sources.Found::path).toList();
          sources.add(new PromptSource(task.name(), parts.get(0).name(), ofTraining, paths));
        });
    return sources;
  }

  private Sources.Found part(String stem, String field, Map<String, Sources.Found> byEnding) {
    Sources.Found file = byEnding.get(field);
    if (file == null) {
      throw new InvalidInputException(
          "there is no file '%s.%s' beside '%s' of task %s; add it, or take the other away"
              .formatted(stem, field, byEnding.values().iterator().next().name(), task.name()));
    }
    return file;
  }

  private static List<Sources.Found> named(String glob, List<Sources.Found> found) {
    PathMatcher top = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    PathMatcher below = FileSystems.getDefault().getPathMatcher("glob:**/" + glob);
    return found.stream()
        .filter(
            file -> {
              Path name = Path.of(Sources.uncompressedName(file.name()));
              return top.matches(name) || below.matches(name);
            })
        .toList();
  }

  private static String stem(String name) {
    String whole = Sources.uncompressedName(name);
    return whole.substring(0, whole.lastIndexOf('.'));
  }

  private static String ending(String name) {
    String whole = Sources.uncompressedName(name);
    return whole.substring(whole.lastIndexOf('.') + 1);
  }
}
