package io.palimpsest.transforms.order;

import java.io.Serializable;

/**
 * The sorted records of one bucket and split, on disk unless there are none.
 *
 * @param bucket its place in the order
 * @param split index in the layout
 * @param path a file of {@link Block}s
 * @param records that are in it
 * @param duplicates that were dropped
 * @param weight sum over its records
 */
record Part(int bucket, int split, String path, long records, long duplicates, long weight)
    implements Serializable {}
