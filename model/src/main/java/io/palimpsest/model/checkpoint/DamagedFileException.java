package io.palimpsest.model.checkpoint;

import java.io.IOException;

/** A file's bytes are not what its writer wrote. */
public final class DamagedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedFileException(String message) {
    super(message);
  }

  DamagedFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
