package io.palimpsest.model.data;

/**
 * A place in the endless stream of training records.
 *
 * @param epoch passes over all shards that are complete
 * @param records records of the current pass that have been given out
 */
public record Position(int epoch, long records) {
  public static final Position START = new Position(0, 0);
}
