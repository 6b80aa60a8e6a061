package io.palimpsest.transforms.storage;

import com.google.cloud.storage.StorageException;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.PassingFaultException;
import java.io.FileNotFoundException;
import java.io.IOException;

/** Tells from an error of Google Cloud Storage who must act. */
final class GcsErrors {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private GcsErrors() {}

  /**
   * What to throw; the client has tried several times already where that may help.
   *
   * @param action such as {@code read}
   */
  private static IOException of(StorageException e, String action, String path) {
    String what = "cannot %s %s: %s".formatted(action, path, e.getMessage());
    switch (e.getCode()) {
      case UNAUTHORIZED, FORBIDDEN ->
          throw new InvalidInputException(
              what
                  + "; give the account the right to read and write objects there, or name another place",
              e);
      case NOT_FOUND -> {
        return new FileNotFoundException(what);
      }
      default -> throw new PassingFaultException(what, e);
    }
  }

  /** The same for an error that may have wrapped the storage's. */
  static IOException of(Throwable e, String action, String path) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof StorageException cause) {
        return of(cause, action, path);
      }
    }
    throw new PassingFaultException("cannot %s %s: %s".formatted(action, path, e.getMessage()), e);
  }
}
