package io.palimpsest.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import java.util.List;
import java.util.stream.Stream;

/** A linear map of normed states without bias, [N, E] → [N, outputs]. */
final class Head extends NetworkBlock {
  private final TorchScript script;
  private final List<Parameter> norm;

  /**
   * @param name of the weight
   * @param norm the weight of the final norm, which all heads share, and its bias if it has one
   */
  Head(String name, int outputs, int hidden, List<Parameter> norm, TorchScript script) {
    this.script = script;
    this.norm = List.copyOf(norm);
    parameter(name, outputs, hidden);
  }

  /** Of states and an array of the products' type. */
  @Override
  NDArray apply(NDList inputs) {
    List<NDArray> weights =
        Stream.concat(norm.stream().map(Parameter::getArray), ownWeights().stream()).toList();
    String method = norm.size() == 1 ? "head" : "neox_head";
    return script.call(method, weights, inputs.get(0), inputs.get(1));
  }
}
