/**
 * Work in a JVM of its own: libtorch refuses to load in a second class loader of a JVM, and wants
 * its own memory and threads. The forked process ends with the one that started it.
 */
package io.palimpsest.transforms.fork;
