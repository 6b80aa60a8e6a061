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
    List<NDArray> weights = all().stream().map(Parameter::getArray).toList();
    return script.call(method(), weights, inputs.get(0), inputs.get(1));
  }

  /** As {@link #apply(NDList)}, and adds a tap of the final norm's weights and one of its own. */
  NDArray apply(NDList inputs, List<Tap> taps) {
    List<NDArray> weights = all().stream().map(Parameter::getArray).toList();
    NDList found = script.callForAll("tapped_" + method(), weights, inputs.get(0), inputs.get(1));
    Tap.addAll(all(), found.subNDList(1), taps);
    return found.head();
  }

  private String method() {
    return norm.size() == 1 ? "head" : "neox_head";
  }

  private List<Parameter> all() {
    return Stream.concat(norm.stream(), ownParameters().stream()).toList();
  }
}
