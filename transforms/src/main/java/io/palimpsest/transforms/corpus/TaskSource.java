package io.palimpsest.transforms.corpus;

import io.palimpsest.model.task.TaskFile;
import java.io.Serializable;

/**
 * An official file of a task that one worker reads.
 *
 * @param path what to open
 * @param name the official name, which begins its examples' ids
 * @param file its place among all files
 * @param layout how its rows lie
 */
public record TaskSource(String path, String name, int file, TaskFile layout)
    implements Serializable {}
