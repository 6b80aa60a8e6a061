package io.palimpsest.model.deviation;

import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * Chooses kernels by what they forecast for runs, or test examples, that are left out in turn: no
 * other data are needed, and each left-out forecast comes from one inverse (Dubrule, 1983).
 */
final class DeviationFit {
  /** Rows of the process while searching: each try takes their third power. */
  private static final int ROWS = 320;

  /** Runs below which leaving one out says nothing. */
  private static final int LEAST = 3;

  private final FitRuns runs;
  private final ExamplePairs trained;
  private final TestPairs tests;
  private final RealMatrix values;
  private final RealMatrix others;
  private final double[] sizes;

  DeviationFit(FitRuns all, Directions directions) {
    this.runs = all.thinned(ROWS);
    this.trained = new ExamplePairs(runs.trained(), runs.trained(), directions);
    this.tests =
        new TestPairs(
            new ExamplePairs(runs.tests(), runs.tests(), directions),
            runs.initial(),
            runs.initial(),
            runs.initial());
    this.values = runs.stacked();
    this.others = meansOfOthers();
    this.sizes = runs.sizes();
  }

  DeviationConfig best() {
    RealMatrix trajectories = runs.mean().transpose();
    TestKernel mean =
        Descent.from(
            TestKernel.START,
            TestKernel::neighbours,
            kernel -> error(interpolation(kernel).leftOut(trajectories), trajectories));
    if (runs.runs().size() < LEAST) {
      return new DeviationConfig(CurriculumKernel.START, mean, TestKernel.START, 0, 0, 0);
    }
    double meanError = error(others, values);
    CurriculumKernel kernel =
        Descent.from(
            CurriculumKernel.START,
            CurriculumKernel::neighbours,
            each -> error(leftOut(each), values));
    RealMatrix deviation = leftOut(kernel).subtract(others);
    RealMatrix truth = values.subtract(others);
    double share = share(deviation, truth);
    RealMatrix taken = deviation.scalarMultiply(share);
    TestKernel byTest =
        Descent.from(
            TestKernel.START,
            TestKernel::neighbours,
            each -> error(interpolation(each).leftOut(taken.transpose()), truth.transpose()));
    return new DeviationConfig(kernel, mean, byTest, share, error(taken, truth), meanError);
  }

  /** Of each run the mean of the others, [R·M, T]. */
  private RealMatrix meansOfOthers() {
    double count = runs.runs().size();
    RealMatrix mean = runs.mean();
    RealMatrix all = values.copy();
    for (int row = 0; count > 1 && row < all.getRowDimension(); row++) {
      RealVector whole = mean.getRowVector(row % mean.getRowDimension());
      all.setRowVector(
          row, whole.mapMultiply(count).subtract(all.getRowVector(row)).mapDivide(count - 1));
    }
    return all;
  }

  private Interpolation interpolation(TestKernel kernel) {
    return new Interpolation(tests.alike(kernel), kernel.noise());
  }

  private RealMatrix leftOut(CurriculumKernel kernel) {
    CurriculumProcess process =
        new CurriculumProcess(
            runs.exposures(kernel.memory()),
            trained.alike(kernel.likeness()),
            runs.shares(),
            kernel);
    return scaled(process.leftOut(scaled(values, sizes, -1)), sizes, 1);
  }

  /** Each row times its measurement's size to a power. */
  static RealMatrix scaled(RealMatrix rows, double[] sizes, int power) {
    RealMatrix all = rows.copy();
    for (int row = 0; row < all.getRowDimension(); row++) {
      double factor = Math.pow(sizes[row % sizes.length], power);
      all.setRowVector(row, all.getRowVector(row).mapMultiply(factor));
    }
    return all;
  }

  /** The factor by which a forecast comes nearest, 0 to 1. */
  private static double share(RealMatrix forecast, RealMatrix truth) {
    double both = 0;
    double own = 0;
    for (int row = 0; row < forecast.getRowDimension(); row++) {
      both += forecast.getRowVector(row).dotProduct(truth.getRowVector(row));
      own += forecast.getRowVector(row).dotProduct(forecast.getRowVector(row));
    }
    return own == 0 ? 0 : Math.max(0, Math.min(1, both / own));
  }

  private static double error(RealMatrix forecast, RealMatrix truth) {
    double norm = forecast.subtract(truth).getFrobeniusNorm();
    return norm * norm / truth.getRowDimension() / truth.getColumnDimension();
  }
}
