/** How well fine-tuned networks do a task, with their predictions. */
package io.palimpsest.model.scoring;
