package io.palimpsest.transforms.order;

import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.transforms.progress.Progress;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Sorts one bucket in memory and writes it as part files, one for each split. */
final class SortBucket {
  private final Storage storage;
  private final Attempt attempt;
  private final Layout layout;

  SortBucket(Storage storage, Attempt attempt, Layout layout) {
    this.storage = storage;
    this.attempt = attempt;
    this.layout = layout;
  }

  List<Part> write(int bucket, Iterable<byte[]> unordered) throws IOException {
    List<byte[]> entries = new ArrayList<>();
    unordered.forEach(entries::add);
    entries.sort(Entry::compare);
    long[] duplicates = new long[layout.splits().size()];
    if (layout.duplicates() == Layout.Duplicates.DROP) {
      entries = firstOfEachKey(entries, duplicates);
    }
    List<Part> parts = new ArrayList<>();
    for (int split = 0; split < duplicates.length; split++) {
      parts.add(write(bucket, split, ofSplit(entries, split), duplicates[split]));
    }
    Progress.of(attempt.directory()).add(entries.size());
    return parts;
  }

  private Part write(int bucket, int split, List<byte[]> entries, long duplicates)
      throws IOException {
    String path = attempt.scratch() + "/part-" + UUID.randomUUID();
    if (!entries.isEmpty()) {
      writeFile(path, entries);
    }
    long weight = entries.stream().mapToLong(Entry::weight).sum();
    return new Part(bucket, split, path, entries.size(), duplicates, weight);
  }

  private void writeFile(String path, List<byte[]> entries) throws IOException {
    try (DataOutputStream out =
            new DataOutputStream(new BufferedOutputStream(storage.create(path), 1 << 18));
        BlockBuilder block = new BlockBuilder()) {
      for (byte[] entry : entries) {
        block.add(entry);
        if (block.isFull()) {
          block.take().write(out);
        }
      }
      if (!block.isEmpty()) {
        block.take().write(out);
      }
    }
  }

  private static List<byte[]> ofSplit(List<byte[]> entries, int split) {
    return entries.stream().filter(entry -> Entry.split(entry) == split).toList();
  }

  /** Counts the others by the split that they would have been in. */
  private static List<byte[]> firstOfEachKey(List<byte[]> sorted, long[] duplicates) {
    List<byte[]> first = new ArrayList<>(sorted.size());
    for (byte[] entry : sorted) {
      if (first.isEmpty() || !Entry.sameKey(first.get(first.size() - 1), entry)) {
        first.add(entry);
      } else {
        duplicates[Entry.split(entry)]++;
      }
    }
    return first;
  }
}
