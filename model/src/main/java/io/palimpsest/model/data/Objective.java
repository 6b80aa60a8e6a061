package io.palimpsest.model.data;

/** What a network is shown of a sample, and what it shall say where. */
@FunctionalInterface
public interface Objective {
  /** Adds a sample to a batch as the row that was just begun. */
  void layOut(Sample sample, Rows rows);
}
