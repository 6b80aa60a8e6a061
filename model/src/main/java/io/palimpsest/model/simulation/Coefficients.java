package io.palimpsest.model.simulation;

import java.util.List;

/**
 * What each training example adds to the coefficients of each test example.
 *
 * @param multiples A₁ to Aₙ, [n][N][T]
 * @param shifts B, [N][T]
 */
record Coefficients(List<float[][]> multiples, float[][] shifts) {

  /** How many earlier values a forecast sees, n. */
  int order() {
    return multiples.size();
  }
}
