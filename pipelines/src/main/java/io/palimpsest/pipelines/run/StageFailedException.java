package io.palimpsest.pipelines.run;

/** A stage failed for a reason that is neither the user's input nor a passing fault. */
public final class StageFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StageFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
