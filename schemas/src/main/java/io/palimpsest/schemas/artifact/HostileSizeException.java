package io.palimpsest.schemas.artifact;

import java.io.IOException;

/** A file claims a size that no honest writer would give, or unpacks to one. */
public final class HostileSizeException extends IOException {
  private static final long serialVersionUID = 1L;

  public HostileSizeException(String message) {
    super(message);
  }

  /** Whether a failure is one, or was caused by one. */
  static boolean isIn(Throwable failure) {
    return failure instanceof HostileSizeException
        || (failure.getCause() != null && isIn(failure.getCause()));
  }
}
