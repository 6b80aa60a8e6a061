package io.palimpsest.model.deviation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;

class CurriculumProcessTest {
  private static final int RUNS = 5;
  private static final int MEASUREMENTS = 3;
  private static final int EXAMPLES = 4;
  private static final double[] STEPS = {0.3, 0.6, 1};
  private static final CurriculumKernel KERNEL =
      new CurriculumKernel(new Likeness(1, 0, 0, 0), 0.9, 0.7, 0.4);

  private final Random random = new Random(11);
  private final double[][][] exposures = random(RUNS, MEASUREMENTS, EXAMPLES);
  private final double[][] likeness = {{1, .2, 0, 0}, {.2, 1, 0, .1}, {0, 0, 1, 0}, {0, .1, 0, 2}};
  private final RealMatrix values = new Array2DRowRealMatrix(random(1, RUNS * MEASUREMENTS, 2)[0]);
  private final CurriculumProcess process =
      new CurriculumProcess(exposures, likeness, STEPS, KERNEL);

  private double[][][] random(int a, int b, int c) {
    double[][][] all = new double[a][b][c];
    for (double[][] matrix : all) {
      for (double[] row : matrix) {
        for (int i = 0; i < c; i++) {
          row[i] = random.nextGaussian();
        }
      }
    }
    return all;
  }

  /** Without the identity that the class takes: each run is left out, and the others solved for. */
  @Test
  void aLeftOutRunIsForecastFromTheOthersAlone() {
    RealMatrix found = process.leftOut(values);
    for (int run = 0; run < RUNS; run++) {
      List<Integer> others = new ArrayList<>();
      for (int row = 0; row < RUNS * MEASUREMENTS; row++) {
        if (row / MEASUREMENTS != run) {
          others.add(row);
        }
      }
      double[][] expected = kriging(others, run);
      for (int m = 0; m < MEASUREMENTS; m++) {
        assertThat(found.getRow(run * MEASUREMENTS + m)).containsExactly(expected[m], within(1e-9));
      }
    }
  }

  @Test
  void whatIsAlikeButForRoundingSaysNothing() {
    double[][][] seen = random(RUNS, MEASUREMENTS, EXAMPLES);
    for (double[][] run : seen) {
      for (int n = 0; n < EXAMPLES; n++) {
        run[1][n] = 1000 + 1e-12 * run[1][n];
      }
    }
    RealMatrix found = new CurriculumProcess(seen, likeness, STEPS, KERNEL).leftOut(values);
    for (int row = 0; row < RUNS * MEASUREMENTS; row++) {
      assertThat(DoubleStream.of(found.getRow(row))).allMatch(value -> Math.abs(value) < 100);
    }
  }

  /** Kriging with a mean for each measurement (Rasmussen and Williams, 2006, section 2.7). */
  private double[][] kriging(List<Integer> known, int run) {
    int count = known.size();
    double[][] k = new double[count][count];
    double[][] f = new double[count][MEASUREMENTS];
    double[][] y = new double[count][];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        k[i][j] = covariance(known.get(i), known.get(j)) + noise(known.get(i), known.get(j));
      }
      f[i][known.get(i) % MEASUREMENTS] = 1;
      y[i] = values.getRow(known.get(i));
    }
    RealMatrix inverse = inverse(new Array2DRowRealMatrix(k));
    RealMatrix trend = new Array2DRowRealMatrix(f);
    RealMatrix truth = new Array2DRowRealMatrix(y);
    RealMatrix left = trend.transpose().multiply(inverse);
    RealMatrix mean = inverse(left.multiply(trend)).multiply(left).multiply(truth);
    RealMatrix rest = inverse.multiply(truth.subtract(trend.multiply(mean)));
    double[][] forecasts = new double[MEASUREMENTS][];
    for (int m = 0; m < MEASUREMENTS; m++) {
      double[] row = new double[count];
      for (int j = 0; j < count; j++) {
        row[j] = covariance(run * MEASUREMENTS + m, known.get(j));
      }
      forecasts[m] = mean.getRowVector(m).add(rest.transpose().operate(vector(row))).toArray();
    }
    return forecasts;
  }

  private static org.apache.commons.math3.linear.RealVector vector(double[] values) {
    return new org.apache.commons.math3.linear.ArrayRealVector(values);
  }

  private static RealMatrix inverse(RealMatrix matrix) {
    return new LUDecomposition(matrix).getSolver().getInverse();
  }

  private double covariance(int one, int other) {
    int m = one % MEASUREMENTS;
    int n = other % MEASUREMENTS;
    double near = Math.exp(-Math.abs(STEPS[m] - STEPS[n]) / 0.7);
    return near * product(one, other) / deviation(m) / deviation(n);
  }

  private static double noise(int one, int other) {
    if (one / MEASUREMENTS != other / MEASUREMENTS) {
      return 0;
    }
    double lag = Math.abs(STEPS[one % MEASUREMENTS] - STEPS[other % MEASUREMENTS]);
    return 0.4 * (0.8 * Math.exp(-lag / 0.7) + (one == other ? 0.2 : 0));
  }

  private double deviation(int m) {
    double variance = 0;
    for (int run = 0; run < RUNS; run++) {
      variance += product(run * MEASUREMENTS + m, run * MEASUREMENTS + m) / RUNS;
    }
    return Math.sqrt(variance);
  }

  private double product(int one, int other) {
    double sum = 0;
    for (int i = 0; i < EXAMPLES; i++) {
      for (int j = 0; j < EXAMPLES; j++) {
        sum += centred(one, i) * likeness[i][j] * centred(other, j);
      }
    }
    return sum;
  }

  private double centred(int row, int example) {
    int m = row % MEASUREMENTS;
    double mean = 0;
    for (double[][] run : exposures) {
      mean += run[m][example] / RUNS;
    }
    return exposures[row / MEASUREMENTS][m][example] - mean;
  }
}
