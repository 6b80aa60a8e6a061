package io.palimpsest.model.deviation;

/**
 * What a fit has chosen.
 *
 * @param curriculum how alike runs are
 * @param mean how alike the mean trajectories of test examples are
 * @param tests how alike their deviations are
 * @param share of the forecast deviation that is taken, 0 to 1
 * @param error mean squared error of runs that were left out, of seen test examples
 * @param meanError the same of the mean run, for comparison
 */
public record DeviationConfig(
    CurriculumKernel curriculum,
    TestKernel mean,
    TestKernel tests,
    double share,
    double error,
    double meanError) {}
