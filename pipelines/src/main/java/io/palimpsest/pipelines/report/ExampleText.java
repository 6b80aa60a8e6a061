package io.palimpsest.pipelines.report;

import io.palimpsest.schemas.record.PromptExample;

/**
 * An example as people read it.
 *
 * @param prompt shortened in its middle, where it is long
 * @param flipped whether the answer was made wrong on purpose
 */
record ExampleText(String id, String prompt, String answer, boolean flipped) {
  private static final int MOST = 260;
  private static final int END = 60;

  static ExampleText of(PromptExample example) {
    return new ExampleText(
        example.getId(),
        shortened(example.getPrompt().strip()),
        shortened(example.getAnswer().strip()),
        example.getFlipped());
  }

  /** Of an example whose text is not known, its id alone. */
  static ExampleText unknown(String id) {
    return new ExampleText(id, "", "", false);
  }

  /** The end often holds the question. */
  private static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= MOST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MOST - END))
            + " … "
            + text.substring(text.offsetByCodePoints(text.length(), -END));
  }
}
