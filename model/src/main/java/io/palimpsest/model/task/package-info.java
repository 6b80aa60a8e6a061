/**
 * The tasks of GLUE and XNLI: their official files, labels, metrics and submission files. What is
 * known of a task is data in {@link io.palimpsest.model.task.Tasks}; nothing else names one.
 */
package io.palimpsest.model.task;
