/**
 * How near forecasts of trajectories come to what was measured (arXiv 2404.07840, section 5.1), and
 * what influences are good for.
 */
package io.palimpsest.model.comparison;
