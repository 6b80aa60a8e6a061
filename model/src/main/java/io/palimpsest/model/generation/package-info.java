/**
 * Writing with a causal network: tokens behind tokens or behind an image, patches behind patches.
 * Each position goes through the network once, for the keys and values of those before it are kept.
 */
package io.palimpsest.model.generation;
