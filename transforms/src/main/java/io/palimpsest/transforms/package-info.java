/**
 * Beam transforms from committed artifacts to the files of a new one. Each transform only wires
 * plain, tested classes; each returns {@link io.palimpsest.transforms.artifact.Outcome}s, which
 * become the artifact's manifest.
 */
package io.palimpsest.transforms;
