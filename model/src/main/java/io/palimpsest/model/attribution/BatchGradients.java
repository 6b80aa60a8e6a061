package io.palimpsest.model.attribution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.palimpsest.model.Torch;
import io.palimpsest.model.data.AnswerPrediction;
import io.palimpsest.model.data.Batch;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.loss.AnswerLoss;
import io.palimpsest.model.network.Tap;
import io.palimpsest.model.network.Transformer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes the gradients of a batch's examples apart into what each weight was applied to and the
 * gradients of the sum of the examples' losses by what came of it. No example's loss depends on
 * another's positions, nor on padding, so that each position's gradient is that of its example.
 */
final class BatchGradients {
  private static final int[] POSITIONS = {1};

  private final Transformer network;
  private final Gradients mode;

  BatchGradients(Transformer network, Gradients mode) {
    this.network = network;
    this.mode = mode;
  }

  /** By the weights' names, in an order of the network's; attached to {@code kept}. */
  Map<String, WeightGradient> of(List<Sample> samples, NDManager kept) {
    try (NDManager own = kept.newSubManager()) {
      Batch batch = new Batch(samples, network.config(), AnswerPrediction.INSTANCE);
      Batch.Arrays arrays = batch.arrays(own);
      Batch.Asked asked = arrays.tokens().orElseThrow();
      List<Tap> body = new ArrayList<>();
      List<Tap> head = new ArrayList<>();
      NDArray logits = network.tokens(states(arrays, body), asked.at(), head);
      List<Tap> all = new ArrayList<>(body);
      all.addAll(chosen(head));
      NDArray errors = network.script().tokenErrors(logits, asked.answers());
      NDArray loss = AnswerLoss.means(errors, samples).sum();
      NDList gradients = network.script().gradients(loss, all.stream().map(Tap::output).toList());
      NDArray rows = rows(samples, own);
      Map<String, WeightGradient> parts = new LinkedHashMap<>();
      for (int i = 0; i < all.size(); i++) {
        boolean inRows = i < body.size();
        NDArray input = inRows ? all.get(i).input() : inRows(all.get(i).input(), rows);
        NDArray gradient = inRows ? gradients.get(i) : inRows(gradients.get(i), rows);
        parts.put(all.get(i).weight(), part(all.get(i).kind(), input, gradient, kept));
      }
      return parts;
    } finally {
      Torch.disableGradients();
    }
  }

  private NDArray states(Batch.Arrays arrays, List<Tap> taps) {
    if (mode == Gradients.OUTPUT_LAYER) {
      Torch.disableGradients();
      NDArray states = network.states(arrays.inputs());
      Torch.enableGradients();
      return states;
    }
    Torch.enableGradients();
    return network.states(arrays.inputs(), taps);
  }

  private List<Tap> chosen(List<Tap> head) {
    return mode == Gradients.FULL
        ? head
        : head.stream().filter(tap -> tap.kind() != Tap.Kind.SCALE).toList();
  }

  private static WeightGradient part(
      Tap.Kind kind, NDArray input, NDArray gradient, NDManager kept) {
    return switch (kind) {
      case LINEAR -> new WeightGradient.Linear(kept(input, kept), kept(gradient, kept));
      case LOOKUP -> new WeightGradient.Lookup(kept(input, kept), kept(gradient, kept));
      case SCALE ->
          new WeightGradient.Vector(kept(input.stopGradient().mul(gradient).sum(POSITIONS), kept));
      case SHIFT -> new WeightGradient.Vector(kept(gradient.sum(POSITIONS), kept));
    };
  }

  /** Without the record of how it came about, which holds the whole pass's memory. */
  private static NDArray kept(NDArray array, NDManager kept) {
    NDArray plain = array.stopGradient();
    plain.attach(kept);
    return plain;
  }

  /** From the N questions of all samples, [N, ..], to rows of a sample each, [B, A, ..]. */
  private NDArray inRows(NDArray flat, NDArray rows) {
    NDArray values = flat.stopGradient();
    NDArray none = values.getManager().zeros(new Shape(1, values.getShape().get(1)));
    NDArray filled = network.script().rows(values.concat(none, 0), rows.reshape(-1));
    return filled.reshape(rows.getShape().get(0), rows.getShape().get(1), -1);
  }

  /** Which question stands where in a sample's row, [B, A]; N where there is none. */
  private static NDArray rows(List<Sample> samples, NDManager manager) {
    int[] counts = samples.stream().mapToInt(AnswerPrediction::questions).toArray();
    int most = Arrays.stream(counts).max().orElseThrow();
    long[] rows = new long[samples.size() * most];
    Arrays.fill(rows, Arrays.stream(counts).sum());
    int question = 0;
    for (int row = 0; row < counts.length; row++) {
      for (int i = 0; i < counts[row]; i++) {
        rows[row * most + i] = question++;
      }
    }
    return manager.create(rows, new Shape(samples.size(), most));
  }
}
