package io.palimpsest.model.checkpoint;

import io.palimpsest.model.network.WeightSource;
import io.palimpsest.schemas.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A file's tensors as a network's weights.
 *
 * @param tensors by name
 * @param place where they come from, for messages
 */
public record TensorSource(Map<String, Tensor> tensors, String place) implements WeightSource {

  /**
   * {@inheritDoc}
   *
   * @throws InvalidInputException if the tensor is missing or has another type or shape
   */
  @Override
  public float[] values(String name, long... shape) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new InvalidInputException(place + " has no tensor '" + name + "'");
    }
    List<Long> expected = Arrays.stream(shape).boxed().toList();
    if (!tensor.type().equals("F32") || !tensor.shape().equals(expected)) {
      throw new InvalidInputException(
          "%s: tensor '%s' is %s %s, but the model needs F32 %s"
              .formatted(place, name, tensor.type(), tensor.shape(), expected));
    }
    return tensor.floats();
  }
}
