package io.palimpsest.model.generation;

/** Why a generation ended. */
public enum Stop {
  /** The network said so. */
  END,
  /** As much was made as was asked for. */
  LIMIT,
  /** The network reads no more positions. */
  CONTEXT
}
