package io.palimpsest.model.deviation;

import org.apache.commons.math3.linear.BlockRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.LUDecomposition;
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
  private final RealMatrix trendWeights;
  private final RealMatrix contrasts;

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
    RealMatrix precision = covariance(alike, kernel.noise()).getSolver().getInverse();
    RealMatrix trended = byMeasurement(precision);
    this.trendWeights =
        new LUDecomposition(byMeasurement(trended.transpose()))
            .getSolver()
            .solve(trended.transpose());
    this.contrasts = precision.subtract(trended.multiply(trendWeights));
  }

  /** Of the runs' exposures, [M][N]. */
  double[][] mean() {
    return mean;
  }

  /** The mean run, [M, T]: as a trend of which nothing is known before, by least squares. */
  RealMatrix trend(RealMatrix values) {
    return trendWeights.multiply(values);
  }

  /**
   * What is forecast for each run from the others, their trend included (Dubrule, 1983), [R·M, T].
   *
   * @param values [R·M, T]
   */
  RealMatrix leftOut(RealMatrix values) {
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
    RealMatrix weighted = contrasts.multiply(values);
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

  /** 1 over the deviation over runs at each measurement; 0 where all runs are alike. */
  private double[] scale(RealMatrix centred, RealMatrix alike) {
    RealMatrix product = centred.multiply(alike);
    double[] variance = new double[measurements];
    for (int row = 0; row < centred.getRowDimension(); row++) {
      variance[at(row)] += centred.getRowVector(row).dotProduct(product.getRowVector(row)) / runs;
    }
    for (int m = 0; m < measurements; m++) {
      variance[m] = variance[m] > 1e-12 ? 1 / Math.sqrt(variance[m]) : 0;
    }
    return variance;
  }

  private CholeskyDecomposition covariance(RealMatrix alike, double noise) {
    RealMatrix all = exposed.multiply(alike).multiply(exposed.transpose());
    for (int row = 0; row < all.getRowDimension(); row++) {
      for (int column = 0; column < all.getColumnDimension(); column++) {
        all.multiplyEntry(row, column, nearness[at(row)][at(column)]);
        if (row / measurements == column / measurements) {
          all.addToEntry(row, column, LASTING * noise * nearness[at(row)][at(column)]);
        }
      }
      all.addToEntry(row, row, (1 - LASTING) * noise);
    }
    // Rounding alone makes it differ from its transpose.
    return new CholeskyDecomposition(all, 1e-6, 0);
  }

  /** The columns of each measurement summed over the runs, [rows, M]. */
  private RealMatrix byMeasurement(RealMatrix matrix) {
    RealMatrix sums = new BlockRealMatrix(matrix.getRowDimension(), measurements);
    for (int row = 0; row < matrix.getRowDimension(); row++) {
      for (int column = 0; column < runs * measurements; column++) {
        sums.addToEntry(row, at(column), matrix.getEntry(row, column));
      }
    }
    return sums;
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
