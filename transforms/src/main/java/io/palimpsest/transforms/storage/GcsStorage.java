package io.palimpsest.transforms.storage;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobGetOption;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.CopyRequest;
import com.google.cloud.storage.StorageException;
import io.palimpsest.schemas.artifact.Storage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * {@link Storage} on Google Cloud Storage through its client, which has what Beam's file system
 * lacks: preconditions on generations, checksums of what was uploaded, and retries of every call.
 *
 * <p>There are no locks: of two writers of one object that {@link #moveIfAbsent} the first wins.
 */
final class GcsStorage implements Storage {
  static final String SCHEME = "gs://";

  private static final BlobField[] FACTS = {
    BlobField.SIZE,
    BlobField.CRC32C,
    BlobField.GENERATION,
    BlobField.NAME,
    BlobField.BUCKET,
    BlobField.UPDATED
  };

  /**
   * Objects that are uploaded anew where larger ones are rewritten on the server: manifests and all
   * that records times, for which two committers' files differ. Servers that tests run against mind
   * preconditions of uploads alone.
   */
  private static final long SMALL = 4 << 20;

  private final com.google.cloud.storage.Storage client;

  GcsStorage(com.google.cloud.storage.Storage client) {
    this.client = client;
  }

  /** With the credentials and endpoint of the pipeline's options. */
  static GcsStorage current() {
    return new GcsStorage(GcsClient.current());
  }

  @Override
  public InputStream open(String path) throws IOException {
    return GcsInput.open(client, require(path));
  }

  @Override
  public OutputStream create(String path) throws IOException {
    return GcsOutput.create(client, id(path));
  }

  @Override
  public OptionalLong size(String path) throws IOException {
    Blob blob = find(path);
    return blob == null ? OptionalLong.empty() : OptionalLong.of(blob.getSize());
  }

  @Override
  public Optional<Instant> modified(String path) throws IOException {
    return Optional.ofNullable(find(path))
        .map(Blob::getUpdateTimeOffsetDateTime)
        .map(OffsetDateTime::toInstant);
  }

  @Override
  public List<String> list(String directory) throws IOException {
    BlobId below = id(directory.replaceAll("/*$", "/"));
    try {
      var pages =
          client.list(
              below.getBucket(),
              BlobListOption.prefix(below.getName()),
              BlobListOption.fields(BlobField.NAME, BlobField.BUCKET));
      return StreamSupport.stream(pages.iterateAll().spliterator(), false)
          .map(blob -> path(blob.getBlobId()))
          .filter(path -> !path.endsWith("/"))
          .sorted()
          .toList();
    } catch (StorageException e) {
      throw GcsErrors.of(e, "list", directory);
    }
  }

  @Override
  public void move(List<String> from, List<String> to) throws IOException {
    Parallel.run(IntStream.range(0, from.size()).boxed(), i -> copy(from.get(i), to.get(i)));
    delete(from);
  }

  @Override
  public Set<String> moveIfAbsent(List<String> from, List<String> to) throws IOException {
    Set<String> present = new TreeSet<>();
    Parallel.run(
        IntStream.range(0, from.size()).boxed(),
        i -> {
          if (!copyIfAbsent(from.get(i), to.get(i))) {
            synchronized (present) {
              present.add(to.get(i));
            }
          }
        });
    List<String> moved = new ArrayList<>();
    for (int i = 0; i < from.size(); i++) {
      if (!present.contains(to.get(i))) {
        moved.add(from.get(i));
      }
    }
    delete(moved);
    return present;
  }

  @Override
  public void delete(List<String> paths) throws IOException {
    Parallel.run(
        paths.stream(),
        path -> {
          try {
            client.delete(id(path));
          } catch (StorageException e) {
            throw GcsErrors.of(e, "delete", path);
          }
        });
  }

  @Override
  public Lock lock(String path) {
    return Lock.NONE;
  }

  /** What is known of an object. */
  Blob require(String path) throws IOException {
    Blob blob = find(path);
    if (blob == null) {
      throw new FileNotFoundException(path);
    }
    return blob;
  }

  private Blob find(String path) throws IOException {
    try {
      return client.get(id(path), BlobGetOption.fields(FACTS));
    } catch (StorageException e) {
      throw GcsErrors.of(e, "look up", path);
    }
  }

  private void copy(String from, String to) throws IOException {
    try {
      client
          .copy(CopyRequest.newBuilder().setSource(id(from)).setTarget(id(to)).build())
          .getResult();
    } catch (StorageException e) {
      throw GcsErrors.of(e, "copy to " + to, from);
    }
  }

  /** Whether {@code to} is a copy now that this call, or an equal one, made. */
  private boolean copyIfAbsent(String from, String to) throws IOException {
    Blob source = require(from);
    try {
      if (source.getSize() <= SMALL) {
        uploadIfAbsent(source, to);
      } else {
        rewriteIfAbsent(source, to);
      }
      return true;
    } catch (StorageException e) {
      if (e.getCode() != HttpURLConnection.HTTP_PRECON_FAILED) {
        throw GcsErrors.of(e, "copy to " + to, from);
      }
      // Perhaps an earlier try of this very call, whose answer was lost.
      Blob there = require(to);
      return there.getSize().equals(source.getSize())
          && there.getCrc32c().equals(source.getCrc32c());
    }
  }

  private void uploadIfAbsent(Blob source, String to) {
    byte[] content = client.readAllBytes(source.getBlobId());
    BlobInfo target =
        BlobInfo.newBuilder(id(to))
            .setContentType(GcsOutput.BINARY)
            .setCrc32c(source.getCrc32c())
            .build();
    client.create(target, content, BlobTargetOption.doesNotExist());
  }

  private void rewriteIfAbsent(Blob source, String to) {
    client
        .copy(
            CopyRequest.newBuilder()
                .setSource(source.getBlobId())
                .setTarget(BlobInfo.newBuilder(id(to)).build(), BlobTargetOption.doesNotExist())
                .build())
        .getResult();
  }

  private static BlobId id(String path) {
    return BlobId.fromGsUtilUri(path);
  }

  private static String path(BlobId id) {
    return SCHEME + id.getBucket() + "/" + id.getName();
  }
}
