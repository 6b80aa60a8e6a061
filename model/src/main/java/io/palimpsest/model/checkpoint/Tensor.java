package io.palimpsest.model.checkpoint;

import ai.djl.ndarray.NDArray;
import io.palimpsest.schemas.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * A named tensor of a safetensors file.
 *
 * @param name unique in its file
 * @param type of its values as the file names it; see {@link TensorType} for those that can be read
 * @param shape sizes of the axes
 * @param content its values in row-major order, little-endian; asked for whenever they are needed
 */
public record Tensor(String name, String type, List<Long> shape, Supplier<ByteBuffer> content) {
  /** The most bytes that a Java buffer, and so one tensor as float32, can have. */
  static final long MOST_BYTES = Integer.MAX_VALUE - 8L;

  public Tensor {
    shape = List.copyOf(shape);
  }

  /** A tensor that reads its values from a float32 array when it is written. */
  public static Tensor of(String name, NDArray array) {
    return of(name, array, TensorType.F32);
  }

  /**
   * A tensor that reads its values from a float32 array when it is written.
   *
   * @param type {@code F32}, or {@code BF16} to round each value to the nearest, ties to even
   * @throws InvalidInputException if the array holds 2 GiB or more
   */
  public static Tensor of(String name, NDArray array, TensorType type) {
    List<Long> shape = Arrays.stream(array.getShape().getShape()).boxed().toList();
    requireSmall(name, shape);
    Supplier<ByteBuffer> content =
        switch (type) {
          case F32 -> array::toByteBuffer;
          case BF16 -> () -> bfloat16(array.toByteBuffer());
          default -> throw new IllegalArgumentException("write F32 or BF16, not " + type);
        };
    return new Tensor(name, type.name(), shape, content);
  }

  /** A tensor of single bytes. */
  public static Tensor of(String name, byte[] bytes) {
    return new Tensor(
        name, TensorType.U8.name(), List.of((long) bytes.length), () -> ByteBuffer.wrap(bytes));
  }

  /** Its number of values. */
  public long values() {
    return values(shape);
  }

  /** Its size in bytes; its type must be one of {@link TensorType}. */
  public long size() {
    return TensorType.valueOf(type).bytes() * values();
  }

  /**
   * The values of a tensor of numbers, as float32.
   *
   * @throws InvalidInputException if the tensor holds no numbers that can be read, or too many
   */
  public float[] floats() {
    TensorType known =
        TensorType.named(type)
            .filter(TensorType.numbers()::contains)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "tensor '%s' is of type %s: convert it to one of %s"
                            .formatted(name, type, TensorType.numbers())));
    requireSmall(name, shape);
    ByteBuffer bytes = content.get().order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / known.bytes()];
    if (known == TensorType.F32) {
      bytes.asFloatBuffer().get(values);
      return values;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = known.next(bytes);
    }
    return values;
  }

  /** The values of a {@code U8} tensor. */
  public byte[] bytes() {
    byte[] bytes = new byte[content.get().remaining()];
    content.get().get(bytes);
    return bytes;
  }

  static long values(List<Long> shape) {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }

  private static void requireSmall(String name, List<Long> shape) {
    if (values(shape) > MOST_BYTES / Float.BYTES) {
      throw new InvalidInputException(
          "tensor '%s' %s has 2 GiB or more as float32, which one array cannot hold: use a smaller"
                  .formatted(name, shape)
              + " vocabulary or hidden size");
    }
  }

  private static ByteBuffer bfloat16(ByteBuffer bytes) {
    FloatBuffer values = bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    ByteBuffer rounded =
        ByteBuffer.allocate(values.remaining() * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    while (values.hasRemaining()) {
      rounded.putShort(TensorType.bfloat16(values.get()));
    }
    return rounded.flip();
  }
}
