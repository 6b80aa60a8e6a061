package io.palimpsest.transforms.fork;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The class path of a process that sees the classes that this job sees. A worker's own class path
 * may lack them: Flink gives each job a class loader over files whose names and folders it chooses
 * ({@code tm_host:4711-5e3f/blobStorage/.../blob_p-0a1b}), with colons, which end an entry of
 * {@code -cp}. So those are named by a jar that holds nothing but their URLs.
 */
final class JobClassPath implements AutoCloseable {
  private static final String OWN = System.getProperty("java.class.path");

  private final String value;
  private final List<Path> temporary;

  private JobClassPath(String value, List<Path> temporary) {
    this.value = value;
    this.temporary = temporary;
  }

  /**
   * @param loader of the job's classes
   * @throws IOException if the temporary directory cannot be written
   */
  static JobClassPath of(ClassLoader loader) throws IOException {
    List<String> urls = urls(loader);
    if (urls.isEmpty()) {
      return new JobClassPath(OWN, List.of());
    }
    Stream<String> own =
        Arrays.stream(OWN.split(File.pathSeparator))
            .map(entry -> Path.of(entry).toAbsolutePath().toUri().toString());
    Path jar = Files.createTempFile("palimpsest-fork-", ".jar");
    write(jar, Stream.concat(urls.stream(), own).collect(Collectors.joining(" ")));
    return new JobClassPath(jar.toString(), List.of(jar));
  }

  /** For {@code -cp}, until {@link #close}. */
  String value() {
    return value;
  }

  /** A job's own classes come first, as where they are loaded. */
  private static List<String> urls(ClassLoader loader) {
    Set<String> urls = new LinkedHashSet<>();
    for (ClassLoader next = loader; next != null; next = next.getParent()) {
      if (next instanceof URLClassLoader job) {
        Arrays.stream(job.getURLs()).map(JobClassPath::absolute).forEach(urls::add);
      }
    }
    return List.copyOf(urls);
  }

  /**
   * Flink names the jars of its {@code usrlib} relative to its own folder: {@code
   * file:usrlib/a.jar}.
   */
  private static String absolute(URL url) {
    URI uri = URI.create(url.toString());
    boolean relative = uri.isOpaque() && uri.getScheme().equals("file");
    return (relative ? Path.of(uri.getSchemeSpecificPart()).toAbsolutePath().toUri() : uri)
        .toString();
  }

  private static void write(Path jar, String classPath) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.CLASS_PATH, classPath);
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
  }

  @Override
  public void close() {
    try {
      for (Path file : temporary) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
