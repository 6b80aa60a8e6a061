package io.palimpsest.pipelines.run;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palimpsest.pipelines.stage.SourceChecksums;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Checksum;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.transforms.corpus.Sources;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Checksums by path, size and time of change, kept in the workspace: a corpus is hashed once, not
 * at every run. Object stores' own checksums are taken as they are.
 */
public final class ChecksumCache implements SourceChecksums {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Storage storage;
  private final String path;
  private final TreeMap<String, String> checksums;
  private boolean changed;

  private ChecksumCache(Storage storage, String path, TreeMap<String, String> checksums) {
    this.storage = storage;
    this.path = path;
    this.checksums = checksums;
  }

  /** The workspace's cache. */
  public static ChecksumCache load(Storage storage, String workspace) throws IOException {
    String path = workspace + "/cache/checksums.json";
    try (InputStream in = storage.open(path)) {
      return new ChecksumCache(storage, path, JSON.readValue(in, new TypeReference<>() {}));
    } catch (FileNotFoundException e) {
      return new ChecksumCache(storage, path, new TreeMap<>());
    }
  }

  @Override
  public String of(Sources.Found file) throws IOException {
    if (file.checksum().isPresent()) {
      return "store:" + file.checksum().get();
    }
    if (file.modified() == 0) {
      return hash(file.path());
    }
    String key = "%s|%d|%d".formatted(file.path(), file.bytes().orElse(0L), file.modified());
    String known = checksums.get(key);
    if (known == null) {
      known = hash(file.path());
      checksums.keySet().removeIf(old -> old.startsWith(file.path() + "|"));
      checksums.put(key, known);
      changed = true;
    }
    return known;
  }

  /** The checksum of a file that exists. */
  String of(String path) throws IOException {
    return of(Sources.match(path).get(0));
  }

  /** Writes what is new back to the workspace. */
  public void save() throws IOException {
    if (changed) {
      String temporary = path + "." + UUID.randomUUID();
      try (OutputStream out = storage.create(temporary)) {
        JSON.writeValue(out, checksums);
      }
      storage.move(List.of(temporary), List.of(path));
      changed = false;
    }
  }

  private static String hash(String path) throws IOException {
    try (InputStream in = Sources.raw(path, 0)) {
      return Checksum.of(in);
    } catch (FileNotFoundException e) {
      throw new InvalidInputException("no such file: " + path, e);
    }
  }
}
