/**
 * Artifact storage: Beam's file systems, Google Cloud Storage through its client, and copies on a
 * trainer's disk. Nothing else knows where files lie.
 */
package io.palimpsest.transforms.storage;
