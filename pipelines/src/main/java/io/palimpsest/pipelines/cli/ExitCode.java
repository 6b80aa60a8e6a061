package io.palimpsest.pipelines.cli;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.PassingFaultException;

/** What the command line's exit codes mean. */
final class ExitCode {
  static final int DONE = 0;

  /** A stage failed. */
  static final int FAILED = 1;

  /** The user must change an argument, a workflow or an input. */
  static final int INVALID = 2;

  /** The same command may succeed later (EX_TEMPFAIL of sysexits.h). */
  static final int TRY_AGAIN = 75;

  private ExitCode() {}

  static int of(Throwable failure) {
    if (failure instanceof InvalidInputException) {
      return INVALID;
    }
    return failure instanceof PassingFaultException ? TRY_AGAIN : FAILED;
  }
}
