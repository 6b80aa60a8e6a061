/** Prompts out of the files of tasks, each format read by a class of its own. */
package io.palimpsest.transforms.prompting;
