package io.palimpsest.transforms.rendering;

import io.palimpsest.schemas.PassingFaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.lwjgl.system.Configuration;
import org.lwjgl.system.Library;
import org.lwjgl.system.SharedLibrary;
import org.lwjgl.util.freetype.FreeType;
import org.lwjgl.util.harfbuzz.HarfBuzz;

/**
 * Loads FreeType and HarfBuzz, once per class loader.
 *
 * <p>A JVM ties a JNI library's file to the first class loader that loads it, and Flink gives each
 * job a fresh one. So every class loader unpacks its own copy into a directory of its own, which is
 * deleted as soon as the libraries are mapped: nothing stays on disk, and no job sees another's.
 *
 * <p>LWJGL would keep its copy of FreeType mapped for ever. So the JVM loads it, too, and LWJGL
 * closes it: the JVM unmaps it with the class loader, when the job is over and collected.
 */
final class NativeLibraries {
  /** Names this process, so that what a killed one left can be told from what is in use. */
  static final String PREFIX = "palimpsest-natives-" + ProcessHandle.current().pid() + "-";

  private static boolean loaded;

  private NativeLibraries() {}

  /** Loads them unless this class loader has done so. */
  static synchronized void load() {
    if (loaded) {
      return;
    }
    if (Configuration.SHARED_LIBRARY_EXTRACT_PATH.get() == null) {
      loadFromOwnCopy();
    } else {
      loadAll();
    }
    loaded = true;
  }

  private static void loadFromOwnCopy() {
    // LWJGL records the directory in a property of the whole JVM; the next job must not see it.
    String property = Configuration.LIBRARY_PATH.getProperty();
    String before = System.getProperty(property);
    try {
      Path directory = Files.createTempDirectory(PREFIX);
      try {
        Configuration.SHARED_LIBRARY_EXTRACT_PATH.set(directory.toString());
        loadAll();
      } finally {
        restore(property, before);
        deleteTree(directory);
      }
    } catch (IOException e) {
      throw new PassingFaultException(
          "Cannot unpack the native libraries into java.io.tmpdir=%s (%s); free space there or name another directory"
              .formatted(System.getProperty("java.io.tmpdir"), e.getMessage()),
          e);
    }
  }

  private static void loadAll() {
    Library.initialize();
    SharedLibrary freeType = FreeType.getLibrary();
    // This build of FreeType contains HarfBuzz; a second copy would not share faces with it.
    Configuration.HARFBUZZ_LIBRARY_NAME.set(freeType);
    HarfBuzz.getLibrary();
    leaveToTheJvm(freeType);
  }

  /** The operating system counts who opened a library: LWJGL's addresses stay valid. */
  private static void leaveToTheJvm(SharedLibrary library) {
    System.load(library.getPath());
    library.free();
  }

  private static void restore(String property, String value) {
    if (value == null) {
      System.clearProperty(property);
    } else {
      System.setProperty(property, value);
    }
  }

  private static void deleteTree(Path directory) throws IOException {
    List<Path> paths;
    try (Stream<Path> tree = Files.walk(directory)) {
      paths = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }
}
