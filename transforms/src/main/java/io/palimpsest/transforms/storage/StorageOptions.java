package io.palimpsest.transforms.storage;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** What trainers keep of what they download. */
public interface StorageOptions extends PipelineOptions {
  @Description("Folder of a worker's local disk for shards and weights that trainers download.")
  @Default.InstanceFactory(DownloadCache.DefaultFolder.class)
  String getDownloadCache();

  void setDownloadCache(String folder);

  @Description("The most megabytes that this folder holds; what was used longest ago goes first.")
  @Default.Long(20_000)
  long getDownloadCacheMegabytes();

  void setDownloadCacheMegabytes(long megabytes);
}
