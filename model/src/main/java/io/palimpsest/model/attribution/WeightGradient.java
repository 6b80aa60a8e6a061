package io.palimpsest.model.attribution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Set;
import java.util.TreeSet;

/** What the gradients of a batch's examples by one weight are made of. */
sealed interface WeightGradient {
  /**
   * Of a matrix that multiplies: an example's gradient is the sum over its positions of the outer
   * products of output gradient and input.
   *
   * @param inputs [B, T, I]
   * @param gradients by the outputs, [B, T, O]
   */
  record Linear(NDArray inputs, NDArray gradients) implements WeightGradient {
    long examples() {
      return inputs.getShape().get(0);
    }

    /** Of all examples, padding counted. */
    long positions() {
      return examples() * inputs.getShape().get(1);
    }

    long inputSize() {
      return inputs.getShape().tail();
    }

    long outputSize() {
      return gradients.getShape().tail();
    }
  }

  /**
   * Of a vector: the gradients themselves.
   *
   * @param gradients [B, O]
   */
  record Vector(NDArray gradients) implements WeightGradient {}

  /**
   * Of a matrix whose rows are taken by number.
   *
   * @param rows [B, T], int64
   * @param gradients by what was taken, [B, T, O]
   */
  record Lookup(NDArray rows, NDArray gradients) implements WeightGradient {
    Set<Long> numbers() {
      Set<Long> numbers = new TreeSet<>();
      for (long number : rows.toLongArray()) {
        numbers.add(number);
      }
      return numbers;
    }

    /**
     * The same as a product with one-hot inputs, of which only those of {@code chosen} are kept.
     */
    Linear linear(Set<Long> chosen, NDManager manager) {
      long[] columns = chosen.stream().mapToLong(Long::longValue).toArray();
      NDArray hot = rows.expandDims(2).eq(manager.create(columns).reshape(1, 1, columns.length));
      NDArray inputs = hot.toType(DataType.FLOAT32, false);
      hot.attach(manager);
      inputs.attach(manager);
      return new Linear(inputs, gradients);
    }
  }
}
