package io.palimpsest.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Flink gives each job a class loader of its own in one JVM. */
class NativeTokenizersTest {
  /** Tokenizes in whichever class loader it was loaded by. */
  public static final class Job implements Callable<String> {
    @Override
    public String call() throws Exception {
      try (Tokenizer tokenizer = HuggingFaceTokenizerTest.load("byte-level-bpe", "", "")) {
        return Arrays.toString(tokenizer.encode("The fox sleeps.").ids());
      }
    }
  }

  @Test
  void loadInEveryClassLoader() throws Exception {
    String here = new Job().call();
    for (int job = 0; job < 3; job++) {
      assertThat(callInFreshLoader()).isEqualTo(here);
    }
    assertThat(System.getProperty("RUST_LIBRARY_PATH")).isNull();
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
}
