package io.palimpsest.schemas.artifact;

import java.util.OptionalLong;

/**
 * A data file of an artifact.
 *
 * @param name its path below the artifact's directory
 * @param split what it is for: {@code train}, {@code validation}, {@code rejected}, or {@code all}
 * @param records how many records it holds, empty if it is no record file
 * @param bytes its size
 * @param checksum {@code sha256:} and 64 hexadecimal digits
 */
public record Shard(String name, String split, OptionalLong records, long bytes, String checksum) {}
