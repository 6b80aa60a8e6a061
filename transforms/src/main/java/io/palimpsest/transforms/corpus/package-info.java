/**
 * Reading documents: files of any supported format, compression and layout become clean, unique
 * {@link io.palimpsest.schemas.record.Document}s or {@link
 * io.palimpsest.schemas.record.LabeledExample}s; what cannot become one is counted and kept with a
 * reason.
 */
package io.palimpsest.transforms.corpus;
