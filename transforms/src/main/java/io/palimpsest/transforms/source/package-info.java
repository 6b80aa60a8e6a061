/** Where pipelines begin: the parts of the work, handed to workers. */
package io.palimpsest.transforms.source;
