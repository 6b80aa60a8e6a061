package io.palimpsest.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import java.util.List;

/**
 * What a weight was applied to in a forward pass and what came of it, position by position: with
 * the loss's gradient by the output, the gradient by the weight of each example by itself.
 *
 * @param weight name of the weight's tensor
 * @param kind how it was applied
 * @param input [.., I]; of {@link Kind#LOOKUP} the rows' numbers, [..], int64; of {@link
 *     Kind#SHIFT} anything
 * @param output [.., O]
 */
public record Tap(String weight, Kind kind, NDArray input, NDArray output) {
  /** How a weight is applied. */
  public enum Kind {
    /** A matrix, [O, I], by the product {@code x·Wᵀ}. */
    LINEAR,
    /** A vector by which values are multiplied one by one. */
    SCALE,
    /** A vector that is added. */
    SHIFT,
    /** A matrix, [rows, O], of which rows are taken. */
    LOOKUP
  }

  /**
   * Adds a tap for each parameter, a matrix being linear, a bias a shift and another vector a
   * scale.
   *
   * @param found of each parameter input and output, in the parameters' order
   */
  static void addAll(List<Parameter> parameters, NDList found, List<Tap> taps) {
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      taps.add(
          new Tap(parameter.getName(), kind(parameter), found.get(2 * i), found.get(2 * i + 1)));
    }
  }

  private static Kind kind(Parameter parameter) {
    if (parameter.getShape().dimension() > 1) {
      return Kind.LINEAR;
    }
    return parameter.getName().endsWith(".bias") ? Kind.SHIFT : Kind.SCALE;
  }
}
