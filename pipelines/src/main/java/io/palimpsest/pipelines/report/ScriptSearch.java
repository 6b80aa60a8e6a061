package io.palimpsest.pipelines.report;

import io.palimpsest.schemas.record.PatchSequence;
import java.util.ArrayList;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Looks for one sequence of each script, in bounded time. */
final class ScriptSearch {
  /** So many sequences are looked at at most. */
  static final int MOST = 20_000;

  /**
   * So many documents without a new script end the search. Documents lie in the order of their
   * hashes, so the next ones are hardly likelier to bring one.
   */
  static final int FRUITLESS = 2_000;

  private final Map<String, Double> metrics;
  private final SortedMap<String, ScriptSample> samples = new TreeMap<>();
  private long searched;
  private long documents;
  private long lastFound;

  /**
   * @param metrics of the artifact, with the missing glyphs of each script
   */
  ScriptSearch(Map<String, Double> metrics) {
    this.metrics = metrics;
  }

  /** Whether another sequence should be looked at. */
  boolean goesOn() {
    return searched < MOST && documents - lastFound < FRUITLESS;
  }

  void look(PatchSequence sequence) {
    searched++;
    documents += sequence.getIndex() == 0 ? 1 : 0;
    String script = MainScript.of(sequence.getText());
    if (!samples.containsKey(script)) {
      lastFound = documents;
      double missing = metrics.getOrDefault(MainScript.missingMetric(script), 0.0);
      samples.put(script, ScriptSample.of(script, sequence, Math.round(missing)));
    }
  }

  /** What was found so far. */
  ScriptSheet sheet(String stage, long sequences) {
    return new ScriptSheet(stage, new ArrayList<>(samples.values()), searched, sequences);
  }
}
