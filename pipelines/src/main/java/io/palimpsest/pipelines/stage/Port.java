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
    ONE(""),
    /** One or none; behind those that must be there. */
    OPTIONAL(", or none"),
    MANY(", one or more");

    private final String note;

    Arity(String note) {
      this.note = note;
    }

    /** For people, behind the kinds. */
    public String note() {
      return note;
    }
  }

  static Port one(String name, String... kinds) {
    return new Port(name, List.of(kinds), Arity.ONE);
  }

  static Port optional(String name, String... kinds) {
    return new Port(name, List.of(kinds), Arity.OPTIONAL);
  }

  static Port many(String name, String... kinds) {
    return new Port(name, List.of(kinds), Arity.MANY);
  }

  /** Whether an artifact of that kind fits. */
  public boolean takes(String kind) {
    return kinds.isEmpty() || kinds.contains(kind);
  }
}
