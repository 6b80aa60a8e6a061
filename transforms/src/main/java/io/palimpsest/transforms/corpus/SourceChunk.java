package io.palimpsest.transforms.corpus;

import java.io.Serializable;

/**
 * A part of a source file that one worker reads.
 *
 * @param path what to open: a path of any Beam file system, or {@code classpath:} and a resource
 * @param name the file's name below the input's root, which begins its documents' ids
 * @param file the file's place among all files, in order of their names
 * @param start first byte, in the file; a line belongs to the chunk in which it begins
 * @param end byte behind the last, {@link Long#MAX_VALUE} for the rest of the file
 */
public record SourceChunk(String path, String name, int file, long start, long end)
    implements Serializable {}
