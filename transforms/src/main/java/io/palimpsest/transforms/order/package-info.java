/**
 * Global order: records sorted by a key into shards of equal size, with bounded memory, the same
 * bytes at any parallelism and on any runner.
 *
 * <p>Records go by their key's first bits into buckets of a few megabytes (one {@code GroupByKey}),
 * each bucket is sorted in memory and written as a part file, and the parts, end to end, are cut
 * into shards; whole parts are copied as compressed blocks. Nothing but one bucket a thread is ever
 * held.
 */
package io.palimpsest.transforms.order;
