package io.palimpsest.transforms.tokenizing;

import io.palimpsest.schemas.record.TokenSequence;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts what was tokenized. */
final class TokenFigures {
  private long documents;
  private long sequences;
  private long tokens;
  private long bytes;
  private long truncated;

  void addSequence(TokenSequence sequence) {
    sequences++;
    tokens += sequence.getTokens().size() - 1 - Math.max(1, sequence.getSegments().size());
    bytes += sequence.getText().getBytes(StandardCharsets.UTF_8).length;
  }

  void addDocument(boolean wasTruncated) {
    documents++;
    truncated += wasTruncated ? 1 : 0;
  }

  long sequences() {
    return sequences;
  }

  SortedMap<String, Double> metrics(double seconds) {
    SortedMap<String, Double> metrics = new TreeMap<>();
    metrics.put("documents", (double) documents);
    metrics.put("sequences", (double) sequences);
    metrics.put("tokens", (double) tokens);
    metrics.put("bytes", (double) bytes);
    metrics.put("truncated", (double) truncated);
    metrics.put("worker_seconds", seconds);
    return metrics;
  }
}
