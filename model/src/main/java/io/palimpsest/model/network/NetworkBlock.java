package io.palimpsest.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/** A block from one array to one array whose parameters have their shapes from the start. */
abstract class NetworkBlock extends AbstractBlock {

  /** The block's output for {@code x}, attached to the manager of {@code x}. */
  abstract NDArray apply(ParameterStore store, NDArray x);

  /** Registers a parameter under the name that its tensor has in a checkpoint. */
  final Parameter parameter(String name, long... shape) {
    return addParameter(
        Parameter.builder()
            .setName(name)
            .setType(Parameter.Type.WEIGHT)
            .optShape(new Shape(shape))
            .build());
  }

  static NDArray value(ParameterStore store, Parameter parameter, NDArray x) {
    return store.getValue(parameter, x.getDevice(), /* training= */ true);
  }

  /** x·Wᵀ for weights stacked along their outputs: one large product is faster than several. */
  static NDArray project(ParameterStore store, NDArray x, Parameter... weights) {
    NDList values = new NDList();
    for (Parameter weight : weights) {
      values.add(value(store, weight, x));
    }
    if (weights.length == 1) {
      return Linear.linear(x, values.head()).singletonOrThrow();
    }
    NDArray stacked = NDArrays.concat(values);
    // Results attach to the first operand's manager, which would keep this one for ever.
    stacked.attach(x.getManager());
    return Linear.linear(x, stacked).singletonOrThrow();
  }

  @Override
  protected final NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    return new NDList(apply(store, inputs.singletonOrThrow()));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return inputShapes;
  }
}
