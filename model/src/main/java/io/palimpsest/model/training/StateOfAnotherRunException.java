package io.palimpsest.model.training;

/** A saved state is sound, but its run was configured otherwise. */
final class StateOfAnotherRunException extends Exception {
  private static final long serialVersionUID = 1L;

  StateOfAnotherRunException(String message) {
    super(message);
  }
}
