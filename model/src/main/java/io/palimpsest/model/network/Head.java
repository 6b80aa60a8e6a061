package io.palimpsest.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import java.util.List;

/** A linear map of normed states without bias, [N, E] → [N, outputs]. */
final class Head extends NetworkBlock {
  private final TorchScript script;
  private final Parameter norm;

  /**
   * @param name of the weight
   * @param norm the weight of the final norm, which all heads share
   */
  Head(String name, int outputs, int hidden, Parameter norm, TorchScript script) {
    this.script = script;
    this.norm = norm;
    parameter(name, outputs, hidden);
  }

  /** Of states and an array of the products' type. */
  @Override
  NDArray apply(NDList inputs) {
    List<NDArray> both = List.of(norm.getArray(), ownWeights().get(0));
    return script.call("head", both, inputs.get(0), inputs.get(1));
  }

  /** As {@link #apply(NDList)}, and adds a tap of the final norm's weight and one of its own. */
  NDArray apply(NDList inputs, List<Tap> taps) {
    List<Parameter> both = List.of(norm, ownParameters().get(0));
    List<NDArray> weights = both.stream().map(Parameter::getArray).toList();
    NDList found = script.callForAll("tapped_head", weights, inputs.get(0), inputs.get(1));
    Tap.addAll(both, found.subNDList(1), taps);
    return found.head();
  }
}
