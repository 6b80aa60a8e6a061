/** Global shuffling of samples into shards of equal size. */
package io.palimpsest.transforms.shuffle;
