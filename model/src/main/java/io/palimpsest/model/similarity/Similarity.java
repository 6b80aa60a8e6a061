package io.palimpsest.model.similarity;

/** Likeness of texts. */
public interface Similarity {
  /**
   * Of each training example to each test example, [N][T]; more is more alike.
   *
   * @throws io.palimpsest.schemas.InvalidInputException if what it needs to know is missing
   */
  double[][] scores();
}
