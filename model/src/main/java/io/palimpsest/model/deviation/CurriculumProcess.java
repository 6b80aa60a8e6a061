package io.palimpsest.model.deviation;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.BlockRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * A Gaussian process over R runs and M measurements: the covariance of deviations is a {@link
 * CurriculumKernel} of the runs' exposures to N training examples, which are taken relative to the
 * mean run's and scaled to variance 1 at each measurement. Rows are ordered by run, then
 * measurement.
 */
final class CurriculumProcess {
  /** The share of the noise that stays with a run from measurement to measurement. */
  private static final double LASTING = 0.8;

  private final int runs;
  private final int measurements;
  private final double[][] mean;
  private final double[] scale;
  private final double[][] nearness;
  private final RealMatrix exposed;
  private final DecompositionSolver covariance;
  private final RealMatrix trended;
  private final DecompositionSolver trends;

  /**
   * @param exposures [R][M][N]
   * @param likeness of the training examples, [N][N]
   * @param steps of the measurements as shares of a run, [M]
   */
  CurriculumProcess(
      double[][][] exposures, double[][] likeness, double[] steps, CurriculumKernel kernel) {
    this.runs = exposures.length;
    this.measurements = steps.length;
    this.mean = mean(exposures);
    this.nearness = nearness(steps, kernel.reach());
    RealMatrix alike = new BlockRealMatrix(likeness);
    RealMatrix centred = new BlockRealMatrix(centred(exposures));
    this.scale = scale(centred, alike);
    for (int row = 0; row < centred.getRowDimension(); row++) {
      centred.setRowVector(row, centred.getRowVector(row).mapMultiply(scale[at(row)]));
    }
    this.exposed = centred;
    this.covariance = covariance(alike, kernel.noise()).getSolver();
    this.trended = covariance.solve(trend());
    this.trends = new LUDecomposition(trend().transpose().multiply(trended)).getSolver();
  }

  /** Of the runs' exposures, [M][N]. */
  double[][] mean() {
    return mean;
  }

  /** The mean run, [M, T]: as a trend of which nothing is known before, by least squares. */
  RealMatrix trend(RealMatrix values) {
    return trends.solve(trended.transpose().multiply(values));
  }

  /** What is left of values when the trend is taken off, weighted by the inverse covariance. */
  private RealMatrix weighted(RealMatrix values) {
    return covariance.solve(values).subtract(trended.multiply(trend(values)));
  }

  /**
   * What is forecast for each run from the others, their trend included (Dubrule, 1983), [R·M, T].
   *
   * @param values [R·M, T]
   */
  RealMatrix leftOut(RealMatrix values) {
    RealMatrix contrasts = weighted(MatrixUtils.createRealIdentityMatrix(values.getRowDimension()));
    RealMatrix weighted = contrasts.multiply(values);
    RealMatrix forecasts = values.copy();
    int last = values.getColumnDimension() - 1;
    for (int run = 0; run < runs; run++) {
      int from = run * measurements;
      int to = from + measurements - 1;
      RealMatrix block = contrasts.getSubMatrix(from, to, from, to);
      RealMatrix residual =
          new LUDecomposition(block).getSolver().solve(weighted.getSubMatrix(from, to, 0, last));
      forecasts.setSubMatrix(
          values.getSubMatrix(from, to, 0, last).subtract(residual).getData(), from, 0);
    }
    return forecasts;
  }

  /**
   * What a unit of exposure to something as like as can be to example n does to the deviations at a
   * measurement, [N, T] at each of M: a run's forecast is its exposure relative to {@link #mean()},
   * times the likeness of its examples to the N, times this.
   *
   * @param values [R·M, T]
   */
  RealMatrix[] influence(RealMatrix values) {
    RealMatrix weighted = weighted(values);
    RealMatrix[] influence = new RealMatrix[measurements];
    for (int m = 0; m < measurements; m++) {
      RealMatrix reached = exposed.copy();
      for (int row = 0; row < reached.getRowDimension(); row++) {
        double share = scale[m] * nearness[m][at(row)];
        reached.setRowVector(row, reached.getRowVector(row).mapMultiply(share));
      }
      influence[m] = reached.transpose().multiply(weighted);
    }
    return influence;
  }

  private int at(int row) {
    return row % measurements;
  }

  private static double[][] mean(double[][][] exposures) {
    double[][] mean = new double[exposures[0].length][exposures[0][0].length];
    for (double[][] run : exposures) {
      for (int m = 0; m < mean.length; m++) {
        for (int n = 0; n < mean[m].length; n++) {
          mean[m][n] += run[m][n] / exposures.length;
        }
      }
    }
    return mean;
  }

  private double[][] centred(double[][][] exposures) {
    double[][] rows = new double[runs * measurements][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = exposures[row / measurements][at(row)].clone();
      for (int n = 0; n < rows[row].length; n++) {
        rows[row][n] -= mean[at(row)][n];
      }
    }
    return rows;
  }

  /**
   * 1 over the deviation over runs at each measurement; 0 where runs differ by so little of what
   * they have in common that it is rounding.
   */
  private double[] scale(RealMatrix centred, RealMatrix alike) {
    double[] variance = new double[measurements];
    double[] deviating = squares(centred, alike);
    for (int row = 0; row < deviating.length; row++) {
      variance[at(row)] += deviating[row] / runs;
    }
    double common = Arrays.stream(squares(new BlockRealMatrix(mean), alike)).max().orElse(0);
    double least = 1e-9 * Math.max(common, Arrays.stream(variance).max().orElse(0));
    for (int m = 0; m < measurements; m++) {
      variance[m] = variance[m] > least ? 1 / Math.sqrt(variance[m]) : 0;
    }
    return variance;
  }

  /** Of each row, as long as what it is exposed to is alike. */
  private static double[] squares(RealMatrix rows, RealMatrix alike) {
    RealMatrix product = rows.multiply(alike);
    return IntStream.range(0, rows.getRowDimension())
        .mapToDouble(row -> rows.getRowVector(row).dotProduct(product.getRowVector(row)))
        .toArray();
  }

  private CholeskyDecomposition covariance(RealMatrix alike, double noise) {
    RealMatrix all = exposed.multiply(alike).multiply(exposed.transpose());
    for (int row = 0; row < all.getRowDimension(); row++) {
      for (int column = 0; column <= row; column++) {
        boolean sameRun = row / measurements == column / measurements;
        double explained = all.getEntry(row, column) + (sameRun ? LASTING * noise : 0);
        double value = explained * nearness[at(row)][at(column)];
        all.setEntry(row, column, value);
        // Rounding alone makes the product differ from its transpose.
        all.setEntry(column, row, value);
      }
      all.addToEntry(row, row, (1 - LASTING) * noise);
    }
    return new CholeskyDecomposition(all, 0, 0);
  }

  /** Which measurement each row is of, [rows, M]. */
  private RealMatrix trend() {
    RealMatrix trend = new BlockRealMatrix(runs * measurements, measurements);
    for (int row = 0; row < runs * measurements; row++) {
      trend.setEntry(row, at(row), 1);
    }
    return trend;
  }

  private static double[][] nearness(double[] steps, double reach) {
    double[][] all = new double[steps.length][steps.length];
    for (int i = 0; i < steps.length; i++) {
      for (int j = 0; j < steps.length; j++) {
        all[i][j] = Math.exp(-Math.abs(steps[i] - steps[j]) / reach);
      }
    }
    return all;
  }
}
