package io.palimpsest.transforms.corpus;

import io.palimpsest.model.task.ExampleId;

/**
 * A row of a task's file.
 *
 * @param id of the example that it becomes
 * @param record what it says, its offset being the row's place in the file, before cleaning
 */
record TaskRow(ExampleId id, RawRecord record) {}
