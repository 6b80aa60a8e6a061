package io.palimpsest.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;

/** A block whose parameters have their shapes from the start and whose sums TorchScript does. */
abstract class NetworkBlock extends AbstractBlock {
  private final List<Parameter> own = new ArrayList<>();

  /** The block's output, attached to the manager of the first of {@code inputs}. */
  abstract NDArray apply(NDList inputs);

  /** Registers a parameter under the name that its tensor has in a checkpoint. */
  final Parameter parameter(String name, long... shape) {
    Parameter parameter =
        addParameter(
            Parameter.builder()
                .setName(name)
                .setType(Parameter.Type.WEIGHT)
                .optShape(new Shape(shape))
                .build());
    own.add(parameter);
    return parameter;
  }

  /** The block's own parameters in the order of their registration. */
  final List<Parameter> ownParameters() {
    return List.copyOf(own);
  }

  /** The block's own weights in the order of their registration, as a script's argument. */
  final List<NDArray> ownWeights() {
    return own.stream().map(Parameter::getArray).toList();
  }

  @Override
  protected final NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    return new NDList(apply(inputs));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return inputShapes;
  }
}
