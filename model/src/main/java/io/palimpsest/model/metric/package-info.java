/**
 * How good predictions are: the metrics of GLUE and XNLI, with the values that scikit-learn and
 * SciPy give. Pure functions of two arrays.
 */
package io.palimpsest.model.metric;
