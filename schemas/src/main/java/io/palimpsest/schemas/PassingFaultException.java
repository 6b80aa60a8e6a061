package io.palimpsest.schemas;

/**
 * Something outside failed that may work on a later try: a full disk, an unreachable store, a
 * killed process. Nothing is half-written. The command line ends with exit code 75.
 */
public final class PassingFaultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PassingFaultException(String message, Throwable cause) {
    super(message, cause);
  }
}
