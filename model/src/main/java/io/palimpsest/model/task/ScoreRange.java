package io.palimpsest.model.task;

import java.io.Serializable;

/**
 * The numbers that a regression task's labels can be.
 *
 * @param least the least
 * @param greatest the greatest
 */
public record ScoreRange(double least, double greatest) implements Serializable {
  boolean contains(double score) {
    return score >= least && score <= greatest;
  }

  @Override
  public String toString() {
    return least + " to " + greatest;
  }
}
