/** From shards of records to batches of arrays, in an order that is a function of the seed. */
package io.palimpsest.model.data;
