/**
 * The method {@code palimpsest}: a run's trajectories are those of the mean run and a deviation
 * from them, a Gaussian process (Rasmussen and Williams, 2006, chapter 2) over curricula and test
 * examples. It has a closed form: no roll-out, so nothing explodes, and where the runs that it was
 * fitted to say nothing about an example, its forecast is the mean.
 */
package io.palimpsest.model.deviation;
