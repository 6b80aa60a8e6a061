/** Forecasts of training runs against what was measured. */
package io.palimpsest.transforms.comparison;
