package io.palimpsest.model.tokenizer;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import ai.djl.util.Platform;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.PassingFaultException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loads the native library of Hugging Face's tokenizers, once per class loader.
 *
 * <p>A JVM ties a JNI library's file to the first class loader that loads it, and Flink gives each
 * job a fresh one. So every class loader unpacks its own copy, which is deleted as soon as it is
 * mapped: nothing stays on disk, and nothing is downloaded or put into the user's home as DJL would
 * do by itself.
 */
final class NativeTokenizers {
  private static final String PREFIX =
      "palimpsest-natives-" + ProcessHandle.current().pid() + "-tokenizers-";

  /** Where DJL looks for the library before all else. */
  private static final String PLACE = "RUST_LIBRARY_PATH";

  private static TokenizersLibrary library;

  private NativeTokenizers() {}

  /**
   * The library.
   *
   * @throws InvalidInputException if there is none for this machine
   * @throws PassingFaultException if it cannot be unpacked
   */
  static synchronized TokenizersLibrary library() {
    if (library == null) {
      library = load();
    }
    return library;
  }

  private static TokenizersLibrary load() {
    System.setProperty("ai.djl.offline", "true");
    // Without it DJL reports its use to its makers' server.
    System.setProperty("OPT_OUT_TRACKING", "true");
    String name = System.mapLibraryName("tokenizers");
    String platform = Platform.detectPlatform("tokenizers").getClassifier();
    String resource = "/native/lib/%s/cpu/%s".formatted(platform, name);
    try (InputStream in = TokenizersLibrary.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new InvalidInputException(
            "No tokenizers library for %s; use tokenizer bytes, or a platform that DJL has it for"
                .formatted(platform));
      }
      return loadFrom(in, name);
    } catch (IOException e) {
      throw new PassingFaultException(
          "Cannot unpack the tokenizers library into java.io.tmpdir=%s (%s); free space there or name another directory"
              .formatted(System.getProperty("java.io.tmpdir"), e.getMessage()),
          e);
    }
  }

  private static TokenizersLibrary loadFrom(InputStream in, String name) throws IOException {
    Path directory = Files.createTempDirectory(PREFIX);
    Path file = directory.resolve(name);
    String before = System.getProperty(PLACE);
    try {
      Files.copy(in, file);
      System.setProperty(PLACE, file.toString());
      // Loads the file.
      LibUtils.checkStatus();
      return TokenizersLibrary.LIB;
    } finally {
      restore(before);
      Files.deleteIfExists(file);
      Files.delete(directory);
    }
  }

  private static void restore(String before) {
    if (before == null) {
      System.clearProperty(PLACE);
    } else {
      System.setProperty(PLACE, before);
    }
  }
}
