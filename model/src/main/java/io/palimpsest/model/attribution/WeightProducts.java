package io.palimpsest.model.attribution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.palimpsest.model.attribution.WeightGradient.Linear;
import io.palimpsest.model.attribution.WeightGradient.Lookup;
import io.palimpsest.model.attribution.WeightGradient.Vector;
import io.palimpsest.model.network.TorchScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Inner products of the gradients by one weight of n training examples with those of m test
 * examples, [n, m], each given as batches.
 *
 * <p>Of a linear layer, either from its inputs a and output gradients g alone, {@code Σ_s Σ_t
 * (a_s·a_t)(g_s·g_t)}, or from each example's gradient, made a slice of rows at a time, whichever
 * takes fewer operations.
 */
final class WeightProducts {
  /** The most values of the gradients that are held at a time: 128 MiB. */
  static final long SLICE = 1L << 25;

  private final TorchScript script;
  private final NDManager manager;
  private final long slice;
  private long operations;

  /**
   * @param manager of the results
   * @param slice the most values of gradients at a time
   */
  WeightProducts(TorchScript script, NDManager manager, long slice) {
    this.script = script;
    this.manager = manager;
    this.slice = slice;
  }

  /** Multiplications and additions so far. */
  long operations() {
    return operations;
  }

  /** The products; all batches have the gradients of one weight. */
  NDArray of(List<WeightGradient> train, List<WeightGradient> test) {
    WeightGradient kind = train.get(0);
    if (kind instanceof Vector) {
      return vectors(all(train, Vector.class), all(test, Vector.class));
    }
    return kind instanceof Lookup
        ? lookups(all(train, Lookup.class), all(test, Lookup.class))
        : linear(all(train, Linear.class), all(test, Linear.class));
  }

  private static <T> List<T> all(List<WeightGradient> batches, Class<T> kind) {
    return batches.stream().map(kind::cast).toList();
  }

  private NDArray vectors(List<Vector> train, List<Vector> test) {
    NDArray rows = stacked(train.stream().map(Vector::gradients).toList());
    return product(rows, stacked(test.stream().map(Vector::gradients).toList()));
  }

  /** Rows that only one side takes give nothing. */
  private NDArray lookups(List<Lookup> train, List<Lookup> test) {
    Set<Long> common = new TreeSet<>();
    train.forEach(batch -> common.addAll(batch.numbers()));
    Set<Long> others = new TreeSet<>();
    test.forEach(batch -> others.addAll(batch.numbers()));
    common.retainAll(others);
    if (common.isEmpty()) {
      return manager.zeros(new Shape(count(train), count(test)));
    }
    return linear(
        train.stream().map(batch -> batch.linear(common, manager)).toList(),
        test.stream().map(batch -> batch.linear(common, manager)).toList());
  }

  private static long count(List<Lookup> batches) {
    return batches.stream().mapToLong(batch -> batch.rows().getShape().get(0)).sum();
  }

  private NDArray linear(List<Linear> train, List<Linear> test) {
    return explicitCost(train, test) <= pairsCost(train, test)
        ? explicit(train, test)
        : pairs(train, test);
  }

  static long explicitCost(List<Linear> train, List<Linear> test) {
    Linear one = train.get(0);
    long pairs = examples(train) * examples(test);
    return one.inputSize() * one.outputSize() * (positions(train) + positions(test) + pairs);
  }

  static long pairsCost(List<Linear> train, List<Linear> test) {
    Linear one = train.get(0);
    return positions(train) * positions(test) * (one.inputSize() + one.outputSize());
  }

  private static long examples(List<Linear> batches) {
    return batches.stream().mapToLong(Linear::examples).sum();
  }

  private static long positions(List<Linear> batches) {
    return batches.stream().mapToLong(Linear::positions).sum();
  }

  NDArray explicit(List<Linear> train, List<Linear> test) {
    operations += 2 * explicitCost(train, test);
    Linear one = train.get(0);
    long held = (examples(train) + examples(test)) * one.inputSize();
    long step = Math.max(1, slice / held);
    NDArray sum = manager.zeros(new Shape(examples(train), examples(test)));
    for (long row = 0; row < one.outputSize(); row += step) {
      try (NDManager own = manager.newSubManager()) {
        NDArray bounds = own.create(new long[] {row, Math.min(row + step, one.outputSize())});
        NDArray rows = gradients(train, bounds);
        sum.addi(rows.matMul(gradients(test, bounds).transpose()));
      }
    }
    return sum;
  }

  private NDArray gradients(List<Linear> batches, NDArray bounds) {
    return stacked(
        batches.stream()
            .map(batch -> script.weightGradients(bounds, batch.inputs(), batch.gradients()))
            .toList());
  }

  NDArray pairs(List<Linear> train, List<Linear> test) {
    operations += 2 * pairsCost(train, test);
    NDList rows = new NDList();
    for (Linear batch : train) {
      List<NDArray> row = new ArrayList<>();
      for (Linear other : test) {
        NDArray pairs =
            script.pairProducts(
                batch.inputs(), batch.gradients(), other.inputs(), other.gradients());
        pairs.attach(manager);
        row.add(pairs);
      }
      rows.add(row.size() == 1 ? row.get(0) : NDArrays.concat(new NDList(row), 1));
    }
    return stacked(rows);
  }

  private NDArray product(NDArray rows, NDArray columns) {
    operations += 2 * rows.size() * columns.getShape().get(0);
    NDArray product = rows.matMul(columns.transpose());
    product.attach(manager);
    return product;
  }

  private static NDArray stacked(List<NDArray> parts) {
    return parts.size() == 1 ? parts.get(0) : NDArrays.concat(new NDList(parts), 0);
  }
}
