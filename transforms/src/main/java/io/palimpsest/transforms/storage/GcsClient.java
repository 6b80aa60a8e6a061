package io.palimpsest.transforms.storage;

import com.google.api.gax.retrying.RetrySettings;
import com.google.auth.Credentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.storage.BlobWriteSessionConfigs;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import com.google.cloud.storage.StorageRetryStrategy;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import org.apache.beam.sdk.extensions.gcp.options.GcsOptions;
import org.apache.beam.sdk.io.FileSystem;
import org.apache.beam.sdk.io.FileSystemRegistrar;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * The client of Google Cloud Storage, with the account, project and endpoint that Beam's own file
 * system has: Beam tells every registrar the options whenever it sets its file systems up, on
 * workers too. It registers none itself.
 */
public final class GcsClient implements FileSystemRegistrar {
  /** Every call that this project makes may be made twice, so all are. */
  private static final StorageRetryStrategy RETRIES =
      StorageRetryStrategy.getUniformStorageRetryStrategy();

  /** Fifteen seconds and more altogether: longer than a server's restart. */
  private static final RetrySettings WAITS =
      RetrySettings.newBuilder()
          .setInitialRetryDelayDuration(Duration.ofMillis(200))
          .setRetryDelayMultiplier(2)
          .setMaxRetryDelayDuration(Duration.ofSeconds(16))
          .setMaxAttempts(8)
          .setTotalTimeoutDuration(Duration.ofMinutes(2))
          .setInitialRpcTimeoutDuration(Duration.ofSeconds(60))
          .setMaxRpcTimeoutDuration(Duration.ofSeconds(60))
          .build();

  /** A writer's memory; a chunk that got lost is sent again. */
  private static final int CHUNK = 8 << 20;

  private static PipelineOptions options;
  private static Storage client;

  @Override
  public Iterable<FileSystem<?>> fromOptions(PipelineOptions current) {
    set(current);
    return Collections.emptyList();
  }

  static synchronized Storage current() {
    if (client == null) {
      if (options == null) {
        throw new IllegalStateException("FileSystems.setDefaultPipelineOptions comes first");
      }
      client = client(options.as(GcsOptions.class));
    }
    return client;
  }

  private static synchronized void set(PipelineOptions current) {
    options = current;
    client = null;
  }

  static Storage client(GcsOptions options) {
    StorageOptions.Builder builder =
        StorageOptions.newBuilder()
            .setStorageRetryStrategy(RETRIES)
            .setRetrySettings(WAITS)
            .setBlobWriteSessionConfig(BlobWriteSessionConfigs.getDefault().withChunkSize(CHUNK));
    Credentials account = options.getGcpCredential();
    builder.setCredentials(account == null ? NoCredentials.getInstance() : account);
    // Only the creation of buckets needs a project, but the client insists on one.
    builder.setProjectId(options.getProject() == null ? "unused" : options.getProject());
    if (options.getGcsEndpoint() != null) {
      URI endpoint = URI.create(options.getGcsEndpoint());
      builder.setHost("%s://%s".formatted(endpoint.getScheme(), endpoint.getAuthority()));
    }
    return builder.build().getService();
  }
}
