package io.palimpsest.pipelines.stage;

import java.util.List;

/**
 * An input of a stage type.
 *
 * @param name in a {@code from} map
 * @param kinds of artifacts that it takes; none for any
 * @param arity how many artifacts it takes
 */
public record Port(String name, List<String> kinds, Arity arity) {
  /** How many artifacts a port takes. */
  public enum Arity {
    ONE,
    MANY
  }

  static Port one(String name, String... kinds) {
    return new Port(name, List.of(kinds), Arity.ONE);
  }

  static Port many(String name, String... kinds) {
    return new Port(name, List.of(kinds), Arity.MANY);
  }

  /** Whether an artifact of that kind fits. */
  public boolean takes(String kind) {
    return kinds.isEmpty() || kinds.contains(kind);
  }
}
