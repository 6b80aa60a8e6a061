package io.palimpsest.transforms.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Flink gives each job a class loader of its own in one JVM. */
class NativeLibrariesTest {
  /** Renders in whichever class loader it was loaded by. */
  public static final class Job implements Callable<String> {
    @Override
    public String call() {
      return Rendered.picture(Rendered.render(RenderConfig.defaults(), "fjord").get(0));
    }
  }

  @Test
  void loadInEveryClassLoaderAndLeaveNothingBehind() throws Exception {
    String here = new Job().call();
    String path = System.getProperty("org.lwjgl.librarypath");
    for (int job = 0; job < 3; job++) {
      assertThat(callInFreshLoader()).isEqualTo(here);
    }
    assertThat(System.getProperty("org.lwjgl.librarypath")).isEqualTo(path);
    assertThat(leftovers()).isEmpty();
  }

  private static Object callInFreshLoader() throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
      Class<?> job = loader.loadClass(Job.class.getName());
      assertThat(job).isNotEqualTo(Job.class);
      return ((Callable<?>) job.getConstructor().newInstance()).call();
    }
  }

  private static URL[] classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> url(Path.of(entry)))
        .toArray(URL[]::new);
  }

  private static URL url(Path entry) {
    try {
      return entry.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static List<Path> leftovers() throws Exception {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(f -> f.getFileName().toString().startsWith(NativeLibraries.PREFIX))
          .toList();
    }
  }
}
