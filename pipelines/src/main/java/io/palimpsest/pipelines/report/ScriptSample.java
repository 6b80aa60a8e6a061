package io.palimpsest.pipelines.report;

import io.palimpsest.pipelines.image.Patches;
import io.palimpsest.schemas.record.PatchSequence;

/**
 * The beginning of a sequence, as an example of its main script.
 *
 * @param script its Unicode name
 * @param id of the document or example
 * @param text the beginning of the sequence's text
 * @param patches the first of the sequence
 * @param missing how many characters of the script no font has, in the whole artifact
 */
record ScriptSample(String script, String id, String text, Patches patches, long missing) {
  /** As many as stand in a line of the page's pictures. */
  static final int PATCHES = 30;

  private static final int CHARACTERS = 120;

  static ScriptSample of(String script, PatchSequence sequence, long missing) {
    String text = sequence.getText();
    int end =
        text.codePointCount(0, text.length()) > CHARACTERS
            ? text.offsetByCodePoints(0, CHARACTERS)
            : text.length();
    return new ScriptSample(
        script,
        sequence.getDocumentId(),
        text.substring(0, end),
        Patches.of(sequence).first(PATCHES),
        missing);
  }
}
