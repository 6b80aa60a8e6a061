/** Artifact storage on Beam's file systems. */
package io.palimpsest.transforms.storage;
