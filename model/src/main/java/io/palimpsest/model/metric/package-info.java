/**
 * How good predictions are: the metrics of GLUE and XNLI, with the values that scikit-learn and
 * SciPy give, and of texts, with those of sacrebleu and rouge-score. Pure functions.
 */
package io.palimpsest.model.metric;
