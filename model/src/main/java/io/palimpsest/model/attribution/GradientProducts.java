package io.palimpsest.model.attribution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.palimpsest.model.Torch;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.network.Transformer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Inner products of the loss's gradients of training examples with those of test examples, {@code
 * ⟨∇L(z_i), ∇L(z′_j)⟩}, at one network's weights (arXiv 2002.08484, section 3.2). Examples are
 * those of {@link io.palimpsest.model.data.AnswerPrediction}, and so is their loss.
 *
 * <p>No example's gradient is ever held as a whole: what memory holds are a block of training and a
 * block of test examples as the inputs and output gradients of their layers, and parts of gradients
 * of one layer. Test examples are computed again for each block of training examples.
 */
public final class GradientProducts {
  /** Bytes for the inputs and output gradients of one side: 512 MiB. */
  public static final long MEMORY = 1L << 29;

  private final Gradients mode;
  private final long bytes;
  private final long slice;
  private long operations;

  public GradientProducts(Gradients mode) {
    this(mode, MEMORY, WeightProducts.SLICE);
  }

  /**
   * @param bytes for the inputs and output gradients of one side
   * @param slice values of gradients at a time
   */
  GradientProducts(Gradients mode, long bytes, long slice) {
    this.mode = mode;
    this.bytes = bytes;
    this.slice = slice;
  }

  /**
   * The products, [train][test]. Leaves the thread without gradients.
   *
   * @param network one of tokens whose products are float32
   */
  public float[][] of(Transformer network, List<Sample> train, List<Sample> test) {
    ExampleBatches batches = new ExampleBatches(network, mode, bytes);
    float[][] products = new float[train.size()][test.size()];
    for (List<List<Integer>> rows : batches.blocks(train)) {
      try (NDManager manager = Torch.newManager()) {
        Map<String, List<WeightGradient>> left = gradients(network, rows, train, manager);
        for (List<List<Integer>> columns : batches.blocks(test)) {
          try (NDManager own = manager.newSubManager()) {
            Map<String, List<WeightGradient>> right = gradients(network, columns, test, own);
            float[] block = sum(network, left, right, own).toFloatArray();
            place(block, flat(rows), flat(columns), products);
          }
        }
      }
    }
    return products;
  }

  /**
   * Floating-point operations of all calls so far: of the matrix products of the forward pass, of
   * the backward pass to the layers' outputs, and of the inner products; attention and what is done
   * value by value is left out.
   */
  public long operations() {
    return operations;
  }

  /** Of each weight the gradients of each batch. */
  private Map<String, List<WeightGradient>> gradients(
      Transformer network, List<List<Integer>> batches, List<Sample> samples, NDManager manager) {
    BatchGradients gradients = new BatchGradients(network, mode);
    Map<String, List<WeightGradient>> byWeight = new LinkedHashMap<>();
    for (List<Integer> batch : batches) {
      List<Sample> chosen = batch.stream().map(samples::get).toList();
      operations += passes(network, chosen);
      gradients
          .of(chosen, manager)
          .forEach(
              (weight, part) ->
                  byWeight.computeIfAbsent(weight, name -> new ArrayList<>()).add(part));
    }
    return byWeight;
  }

  /** Two operations a weight and position forward, as many backward. */
  private long passes(Transformer network, List<Sample> samples) {
    long tables = 2L * network.config().vocabulary() * network.config().hidden();
    long positions =
        samples.stream().mapToLong(s -> s.tokens().orElseThrow().getTokens().size() - 1).sum();
    return (mode == Gradients.FULL ? 4 : 2) * positions * (network.size() - tables);
  }

  private NDArray sum(
      Transformer network,
      Map<String, List<WeightGradient>> train,
      Map<String, List<WeightGradient>> test,
      NDManager manager) {
    NDArray sum = null;
    for (String weight : train.keySet()) {
      try (NDManager own = manager.newSubManager()) {
        WeightProducts products = new WeightProducts(network.script(), own, slice);
        NDArray part = products.of(train.get(weight), test.get(weight));
        operations += products.operations();
        if (sum == null) {
          sum = part;
          sum.attach(manager);
        } else {
          sum.addi(part);
        }
      }
    }
    return sum;
  }

  private static List<Integer> flat(List<List<Integer>> batches) {
    return batches.stream().flatMap(List::stream).toList();
  }

  private static void place(
      float[] block, List<Integer> rows, List<Integer> columns, float[][] products) {
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < columns.size(); column++) {
        products[rows.get(row)][columns.get(column)] = block[row * columns.size() + column];
      }
    }
  }
}
