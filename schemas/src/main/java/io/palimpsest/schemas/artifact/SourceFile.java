package io.palimpsest.schemas.artifact;

/**
 * A file from outside the workspace that an artifact was made from.
 *
 * @param name its path below the input's root, so that a moved corpus keeps its fingerprint
 * @param bytes its size
 * @param checksum algorithm, colon and value, such as {@code sha256:9f86…}
 */
public record SourceFile(String name, long bytes, String checksum) {}
