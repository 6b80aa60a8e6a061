/**
 * The on-disk format: Avro records (generated into {@code record}), and artifacts with their
 * manifests and fingerprints ({@code artifact}). {@code SPEC.md} beside this module is the format's
 * specification.
 */
package io.palimpsest.schemas;
