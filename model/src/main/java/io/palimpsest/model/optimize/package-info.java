/** How weights follow their gradients: AdamW, clipping, the learning rate's course. */
package io.palimpsest.model.optimize;
