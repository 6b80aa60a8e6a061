/**
 * Artifacts: directories of data with a manifest that is written last. An {@link
 * io.palimpsest.schemas.artifact.Attempt} collects files, {@link
 * io.palimpsest.schemas.artifact.ArtifactStore} commits them under the {@link
 * io.palimpsest.schemas.artifact.Derivation}'s fingerprint.
 */
package io.palimpsest.schemas.artifact;
