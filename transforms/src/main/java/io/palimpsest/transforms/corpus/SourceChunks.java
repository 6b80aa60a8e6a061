package io.palimpsest.transforms.corpus;

import java.util.ArrayList;
import java.util.List;

/** Divides source files among workers. */
public final class SourceChunks {
  /** Small enough that a few workers get even shares of a small corpus. */
  private static final long MIN_CHUNK_BYTES = 4L << 20;

  private static final long MAX_CHUNK_BYTES = 32L << 20;
  private static final int CHUNKS = 64;

  private SourceChunks() {}

  /**
   * Lists of chunks, each to be read by one worker in order: one list if there is a limit, which
   * holds over all files; else a list for each file, or part of a file where lines allow that.
   */
  public static List<List<SourceChunk>> of(List<Sources.Found> files, ReadOptions options) {
    List<SourceChunk> chunks = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      Sources.Found file = files.get(i);
      boolean divide =
          options.limit() == 0
              && options.format().of(file.name()).isLines()
              && Sources.isSeekable(file.path());
      chunks.addAll(divide ? divided(file, i) : List.of(whole(file, i)));
    }
    return options.limit() == 0 ? chunks.stream().map(List::of).toList() : List.of(chunks);
  }

  private static SourceChunk whole(Sources.Found file, int index) {
    return new SourceChunk(file.path(), file.name(), index, 0, Long.MAX_VALUE);
  }

  private static List<SourceChunk> divided(Sources.Found file, int index) {
    List<SourceChunk> chunks = new ArrayList<>();
    long bytes = file.bytes().orElseThrow();
    long size = Math.max(MIN_CHUNK_BYTES, Math.min(MAX_CHUNK_BYTES, bytes / CHUNKS));
    for (long start = 0; start < bytes; start += size) {
      chunks.add(new SourceChunk(file.path(), file.name(), index, start, start + size));
    }
    return chunks;
  }
}
