package io.palimpsest.schemas;

/**
 * The user must change something before the run can succeed: an argument, a workflow, an input
 * file, a damaged artifact. The message carries the value, the place and the way out. The command
 * line ends with exit code 2.
 */
public final class InvalidInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidInputException(String message) {
    super(message);
  }

  public InvalidInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
