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
   * @throws InvalidInputException if the tensor is missing, has another shape or holds no numbers
   */
  @Override
  public float[] values(String name, long... shape) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new InvalidInputException(place + " has no tensor '" + name + "'");
    }
    List<Long> expected = Arrays.stream(shape).boxed().toList();
    if (!tensor.shape().equals(expected)) {
      throw new InvalidInputException(
          "%s: tensor '%s' is %s %s, but the model needs %s: use the configuration that belongs to it"
              .formatted(place, name, tensor.type(), tensor.shape(), expected));
    }
    if (TensorType.named(tensor.type()).filter(TensorType.numbers()::contains).isEmpty()) {
      throw new InvalidInputException(
          "%s: tensor '%s' is of type %s: convert it to one of %s"
              .formatted(place, name, tensor.type(), TensorType.numbers()));
    }
    return tensor.floats();
  }
}
