package io.palimpsest.schemas.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A part of an artifact that an earlier attempt has finished, kept until the whole is committed: a
 * directory that counts from when its {@value #MARK} is there, which is moved in last.
 *
 * @param storage for all paths
 * @param directory of this part alone
 */
public record FinishedWork(Storage storage, String directory) {
  private static final String MARK = "result.json";

  /** What was said of the work when it was finished; nothing if it was not. */
  public Optional<String> result() throws IOException {
    if (storage.size(mark()).isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = storage.open(mark())) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /**
   * Moves finished files in.
   *
   * @param from the attempt's own directory of them
   * @param result what is to be said of the work
   */
  public void add(String from, String result) throws IOException {
    // First what another attempt may have left, so that the mark never stands beside its files.
    storage.delete(List.of(mark()));
    storage.delete(storage.list(directory));
    List<String> files = storage.list(from);
    storage.move(files, files.stream().map(file -> directory + below(file, from)).toList());
    String mark = from + "/" + MARK;
    try (OutputStream out = storage.create(mark)) {
      out.write(result.getBytes(StandardCharsets.UTF_8));
    }
    storage.move(List.of(mark), List.of(mark()));
  }

  /** Copies the files, the mark aside; they stay here too. Returns the copies' paths. */
  public List<String> copy(String to) throws IOException {
    List<String> files =
        storage.list(directory).stream().filter(file -> !file.equals(mark())).toList();
    for (String file : files) {
      try (InputStream in = storage.open(file);
          OutputStream out = storage.create(to + below(file, directory))) {
        in.transferTo(out);
      }
    }
    return files.stream().map(file -> to + below(file, directory)).toList();
  }

  private String mark() {
    return directory + "/" + MARK;
  }

  private static String below(String file, String directory) {
    return file.substring(directory.length());
  }
}
