package io.palimpsest.pipelines.report;

import java.util.List;

/**
 * One sample for each script that was found in rendered text.
 *
 * @param stage that rendered it
 * @param samples in order of their scripts' names
 * @param searched how many sequences were looked at
 * @param sequences how many there are
 */
record ScriptSheet(String stage, List<ScriptSample> samples, long searched, long sequences) {
  ScriptSheet {
    samples = List.copyOf(samples);
  }

  /** Where the samples come from, for people. */
  String origin() {
    String scripts = samples.size() == 1 ? "1 script" : Numbers.count(samples.size()) + " scripts";
    if (searched == sequences) {
      return "%s in all %s sequences of stage %s."
          .formatted(scripts, Numbers.count(sequences), stage);
    }
    return "%s in the first %s of %s sequences of stage %s; the search ends at %s sequences, or after %s documents without a new script, so there may be more."
        .formatted(
            scripts,
            Numbers.count(searched),
            Numbers.count(sequences),
            stage,
            Numbers.count(ScriptSearch.MOST),
            Numbers.count(ScriptSearch.FRUITLESS));
  }

  /** The samples as pictures. */
  List<Figure> figures() {
    return samples.stream().map(Figure::script).toList();
  }
}
