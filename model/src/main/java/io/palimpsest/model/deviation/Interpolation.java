package io.palimpsest.model.deviation;

import org.apache.commons.math3.linear.BlockRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Kernel ridge regression (Rasmussen and Williams, 2006, equation 2.25) from test examples of the
 * fit, T, to others, around the mean of the T.
 */
final class Interpolation {
  private final RealMatrix precision;

  /**
   * @param kernel of the T test examples, [T][T]
   * @param noise more than 0
   */
  Interpolation(double[][] kernel, double noise) {
    RealMatrix noisy = new BlockRealMatrix(kernel);
    for (int i = 0; i < kernel.length; i++) {
      noisy.addToEntry(i, i, noise);
    }
    this.precision = new CholeskyDecomposition(noisy, 1e-6, 0).getSolver().getInverse();
  }

  /**
   * The values at others, [U, K].
   *
   * @param kernel of the others and the T, [U][T]
   * @param values of the T, [T, K]
   */
  RealMatrix at(double[][] kernel, RealMatrix values) {
    double[] mean = mean(values);
    RealMatrix found = new BlockRealMatrix(kernel).multiply(precision.multiply(less(values, mean)));
    return plus(found, mean);
  }

  /** The value of each of the T from all others of them, [T, K]. */
  RealMatrix leftOut(RealMatrix values) {
    RealMatrix weighted = precision.multiply(less(values, mean(values)));
    RealMatrix found = values.copy();
    for (int i = 0; i < values.getRowDimension(); i++) {
      found.setRowVector(
          i,
          values
              .getRowVector(i)
              .subtract(weighted.getRowVector(i).mapDivide(precision.getEntry(i, i))));
    }
    return found;
  }

  private static double[] mean(RealMatrix values) {
    double[] mean = new double[values.getColumnDimension()];
    for (int row = 0; row < values.getRowDimension(); row++) {
      for (int column = 0; column < mean.length; column++) {
        mean[column] += values.getEntry(row, column) / values.getRowDimension();
      }
    }
    return mean;
  }

  private static RealMatrix less(RealMatrix values, double[] mean) {
    RealMatrix all = values.copy();
    for (int row = 0; row < all.getRowDimension(); row++) {
      for (int column = 0; column < mean.length; column++) {
        all.addToEntry(row, column, -mean[column]);
      }
    }
    return all;
  }

  private static RealMatrix plus(RealMatrix values, double[] mean) {
    for (int row = 0; row < values.getRowDimension(); row++) {
      for (int column = 0; column < mean.length; column++) {
        values.addToEntry(row, column, mean[column]);
      }
    }
    return values;
  }
}
