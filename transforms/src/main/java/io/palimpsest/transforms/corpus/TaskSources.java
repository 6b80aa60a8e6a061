package io.palimpsest.transforms.corpus;

import io.palimpsest.model.task.TaskFile;
import io.palimpsest.model.task.TaskFile.Part;
import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds a task's official files in a folder, at any depth. */
public final class TaskSources {
  private final TaskOptions options;
  private final String input;
  private final List<Sources.Found> found;

  private TaskSources(TaskOptions options, String input, List<Sources.Found> found) {
    this.options = options;
    this.input = input;
    this.found = found;
  }

  /**
   * A file that was found.
   *
   * @param file where it lies
   * @param layout what it is to the task
   */
  public record Match(Sources.Found file, TaskFile layout) {
    private String name() {
      return baseName(file);
    }
  }

  /**
   * The files that are read: those to train on, to validate on, and to test on where they are
   * there.
   *
   * @throws InvalidInputException if one is missing or there twice; names it
   */
  public static List<Match> match(TaskOptions options, String input) throws IOException {
    TaskSources sources = new TaskSources(options, input, Sources.match(input));
    List<Match> matches = new ArrayList<>();
    for (Part part : Part.values()) {
      if (part != Part.TRAIN || options.trainSplit() == TrainSplit.TRAIN) {
        matches.addAll(sources.of(part));
      }
    }
    return matches;
  }

  /** What workers read of them. */
  public static List<TaskSource> of(List<Match> matches) {
    List<TaskSource> sources = new ArrayList<>();
    for (Match match : matches) {
      sources.add(
          new TaskSource(match.file().path(), match.name(), sources.size(), match.layout()));
    }
    return sources;
  }

  private List<Match> of(Part part) {
    List<Match> matches = new ArrayList<>();
    options.task().files().stream()
        .filter(file -> file.part() == part)
        .collect(Collectors.groupingBy(TaskFile::subset, TreeMap::new, Collectors.toList()))
        .values()
        .forEach(candidates -> matches.addAll(firstThere(part, candidates)));
    return matches;
  }

  /** The files of the first layout that any file has. */
  private List<Match> firstThere(Part part, List<TaskFile> candidates) {
    for (TaskFile candidate : candidates) {
      List<Match> matches =
          found.stream()
              .filter(file -> candidate.matches(baseName(file)))
              .map(file -> new Match(file, candidate))
              .toList();
      if (!matches.isEmpty()) {
        requireUnique(matches);
        return part == Part.TRAIN ? ofLanguages(candidate, matches) : matches;
      }
    }
    if (part == Part.TEST) {
      return List.of();
    }
    throw missing(
        part, candidates.stream().map(TaskFile::name).collect(Collectors.joining("' or '")));
  }

  private List<Match> ofLanguages(TaskFile layout, List<Match> matches) {
    if (!layout.isByLanguage()) {
      return matches;
    }
    for (String language : options.languages()) {
      String wanted = layout.name().replace(TaskFile.LANGUAGE, language);
      if (matches.stream().noneMatch(match -> match.name().equals(wanted))) {
        throw missing(Part.TRAIN, wanted);
      }
    }
    return matches.stream()
        .filter(match -> options.trainsOn(layout.language(match.name()).orElseThrow()))
        .toList();
  }

  private InvalidInputException missing(Part part, String names) {
    return new InvalidInputException(
        "input '%s' has no file '%s', which task %s needs; %s"
            .formatted(
                input,
                names,
                options.task().name(),
                part == Part.TRAIN
                    ? "add it, or set train-split to dev"
                    : "name the folder with the task's official files"));
  }

  private void requireUnique(List<Match> matches) {
    for (int i = 0; i < matches.size(); i++) {
      for (Match other : matches.subList(0, i)) {
        if (other.name().equals(matches.get(i).name())) {
          throw new InvalidInputException(
              "input '%s' has both '%s' and '%s'; name the folder of task %s alone"
                  .formatted(
                      input,
                      other.file().name(),
                      matches.get(i).file().name(),
                      options.task().name()));
        }
      }
    }
  }

  private static String baseName(Sources.Found file) {
    String name = Sources.uncompressedName(file.name());
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
