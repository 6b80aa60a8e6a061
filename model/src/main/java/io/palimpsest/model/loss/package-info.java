/** What training lowers. Dimensions: B batch, T time, P values of a patch. */
package io.palimpsest.model.loss;
