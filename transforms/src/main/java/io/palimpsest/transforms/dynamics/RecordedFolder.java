package io.palimpsest.transforms.dynamics;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.transforms.corpus.Sources;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The folder of a run that others recorded.
 *
 * @param id of the run: the folder's name
 * @param curriculum path of the file with its batches
 * @param trajectories path of each metric's file
 */
public record RecordedFolder(String id, String curriculum, Map<String, String> trajectories)
    implements Serializable {
  private static final String ONLY = "run";

  public RecordedFolder {
    trajectories = Map.copyOf(trajectories);
  }

  /**
   * What was found.
   *
   * @param folders in order of their names
   * @param files all that they hold of it
   */
  public record Found(List<RecordedFolder> folders, List<Sources.Found> files) {}

  /**
   * Finds the runs below an input.
   *
   * @param metrics that each must have, as trajectories name them
   * @throws InvalidInputException if there is none, if one lacks a metric, or two have one name
   */
  public static Found match(String input, List<String> metrics) throws IOException {
    Map<String, Map<String, Sources.Found>> byFolder = new TreeMap<>();
    for (Sources.Found file : Sources.match(input)) {
      int slash = file.name().lastIndexOf('/');
      byFolder
          .computeIfAbsent(file.name().substring(0, Math.max(0, slash)), name -> new TreeMap<>())
          .put(Sources.uncompressedName(file.name().substring(slash + 1)), file);
    }
    List<RecordedFolder> folders = new ArrayList<>();
    List<Sources.Found> files = new ArrayList<>();
    byFolder.forEach(
        (name, content) -> {
          if (content.containsKey(DynamicsLayout.CURRICULUM)) {
            folders.add(of(name, content, metrics, files));
          }
        });
    if (folders.isEmpty()) {
      throw new InvalidInputException(
          "input '%s' has no folder with a file '%s', so nothing to import; name the folder above those of the runs"
              .formatted(input, DynamicsLayout.CURRICULUM));
    }
    requireDistinct(input, folders);
    return new Found(folders, files);
  }

  private static RecordedFolder of(
      String name,
      Map<String, Sources.Found> content,
      List<String> metrics,
      List<Sources.Found> files) {
    Map<String, Sources.Found> there = new TreeMap<>();
    content.forEach(
        (file, found) -> {
          if (DynamicsLayout.isTrajectories(file)) {
            there.put(DynamicsLayout.metric(file), found);
          }
        });
    Map<String, String> wanted = new TreeMap<>();
    for (String metric : metrics) {
      Sources.Found file = there.get(metric);
      if (file == null) {
        throw new InvalidInputException(
            "run '%s' has no file '%s': it has the metrics [%s]; set metrics to those that all runs have"
                .formatted(
                    name, DynamicsLayout.trajectories(metric), String.join(", ", there.keySet())));
      }
      wanted.put(metric, file.path());
      files.add(file);
    }
    Sources.Found curriculum = content.get(DynamicsLayout.CURRICULUM);
    files.add(curriculum);
    String id = name.substring(name.lastIndexOf('/') + 1);
    return new RecordedFolder(id.isEmpty() ? ONLY : id, curriculum.path(), wanted);
  }

  private static void requireDistinct(String input, List<RecordedFolder> folders) {
    TreeSet<String> ids = new TreeSet<>();
    for (RecordedFolder folder : folders) {
      if (!ids.add(folder.id())) {
        throw new InvalidInputException(
            "input '%s' has two folders '%s'; rename one, or name a folder below"
                .formatted(input, folder.id()));
      }
    }
  }
}
