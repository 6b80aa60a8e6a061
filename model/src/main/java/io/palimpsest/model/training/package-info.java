/** Pre-training: the loop, its configuration, its states on storage. */
package io.palimpsest.model.training;
