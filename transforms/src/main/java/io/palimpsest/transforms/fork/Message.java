package io.palimpsest.transforms.fork;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.PassingFaultException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A line that a forked process writes to its standard output.
 *
 * @param kind what it says
 * @param units of progress
 * @param text a note, an {@link io.palimpsest.transforms.artifact.Outcome} as JSON, or an error
 */
record Message(Kind kind, long units, String text) {
  private static final ObjectMapper JSON = new ObjectMapper();

  enum Kind {
    PROGRESS,
    OUTCOME,
    INVALID_INPUT,
    PASSING_FAULT,
    FAILURE
  }

  static Message error(Throwable failure) {
    Kind kind =
        failure instanceof InvalidInputException
            ? Kind.INVALID_INPUT
            : failure instanceof PassingFaultException ? Kind.PASSING_FAULT : Kind.FAILURE;
    boolean plain = kind != Kind.FAILURE;
    return new Message(kind, 0, plain ? failure.getMessage() : failure.toString());
  }

  String toLine() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Message fromLine(String line) {
    try {
      return JSON.readValue(line, Message.class);
    } catch (IOException e) {
      throw new UncheckedIOException("a forked process wrote: " + line, e);
    }
  }
}
