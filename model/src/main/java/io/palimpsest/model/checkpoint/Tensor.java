package io.palimpsest.model.checkpoint;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * A named tensor of a safetensors file.
 *
 * @param name unique in its file
 * @param type {@code F32} or {@code U8}
 * @param shape sizes of the axes
 * @param content its values in row-major order, little-endian; asked for whenever they are needed
 */
public record Tensor(String name, String type, List<Long> shape, Supplier<ByteBuffer> content) {
  private static final String FLOATS = "F32";
  private static final String BYTES = "U8";

  /** A tensor that reads its values from a float32 array when it is written. */
  public static Tensor of(String name, NDArray array) {
    List<Long> shape = Arrays.stream(array.getShape().getShape()).boxed().toList();
    return new Tensor(name, FLOATS, shape, array::toByteBuffer);
  }

  /** A tensor of single bytes. */
  public static Tensor of(String name, byte[] bytes) {
    return new Tensor(name, BYTES, List.of((long) bytes.length), () -> ByteBuffer.wrap(bytes));
  }

  /** Its size in bytes. */
  public long size() {
    long values = shape.stream().reduce(1L, (a, b) -> a * b);
    return type.equals(FLOATS) ? Float.BYTES * values : values;
  }

  /** The values of an {@code F32} tensor. */
  public float[] floats() {
    ByteBuffer bytes = content.get().order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  /** The values of a {@code U8} tensor. */
  public byte[] bytes() {
    byte[] bytes = new byte[content.get().remaining()];
    content.get().get(bytes);
    return bytes;
  }
}
