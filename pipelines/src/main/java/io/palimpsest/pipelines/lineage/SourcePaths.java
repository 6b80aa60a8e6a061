package io.palimpsest.pipelines.lineage;

import io.palimpsest.schemas.artifact.SourceFile;
import io.palimpsest.transforms.corpus.Sources;
import java.util.List;

/** The paths of the files that a stage reads from outside the workspace. */
final class SourcePaths {
  /** Of more files than this the event names the folder alone. */
  static final int MOST = 100;

  private SourcePaths() {}

  /**
   * @param roots as the user named them
   * @param sources by their names below the root
   */
  static List<String> of(List<String> roots, List<SourceFile> sources) {
    if (roots.size() != 1 || sources.isEmpty()) {
      return roots;
    }
    String root = roots.get(0);
    if (root.startsWith(Sources.CLASSPATH) || isThatFile(root, sources)) {
      return roots;
    }
    String folder = folder(root);
    return sources.size() > MOST
        ? List.of(folder)
        : sources.stream().map(source -> folder + "/" + source.name()).toList();
  }

  private static boolean isThatFile(String root, List<SourceFile> sources) {
    String name = sources.get(0).name();
    return sources.size() == 1 && (root.equals(name) || root.endsWith("/" + name));
  }

  /** A glob's names are below the last folder in front of its first wildcard. */
  private static String folder(String root) {
    String plain = root.replaceFirst("[*?\\[{].*", "");
    String folder = plain.equals(root) ? root : plain.substring(0, plain.lastIndexOf('/') + 1);
    return folder.isEmpty() ? "." : folder.replaceFirst("(?<=.)/+$", "");
  }
}
