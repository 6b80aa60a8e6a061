/** How well a network forecasts patches that it has not seen, beside forecasts without one. */
package io.palimpsest.model.evaluation;
