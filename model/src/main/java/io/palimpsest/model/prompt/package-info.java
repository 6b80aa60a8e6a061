/**
 * Prompts and answers out of the examples of tasks. What is known of a task is data in {@link
 * io.palimpsest.model.prompt.PromptTasks}; nothing else names one.
 */
package io.palimpsest.model.prompt;
