package io.palimpsest.model.checkpoint;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The types of a safetensors file's values that can be read; all are little-endian. */
public enum TensorType {
  /** IEEE 754 binary32. */
  F32(4),
  /** IEEE 754 binary16. */
  F16(2),
  /** The upper half of a binary32. */
  BF16(2),
  /** IEEE 754 binary64, rounded when read. */
  F64(8),
  /** Signed integers, rounded when read. */
  I64(8),
  /** Plain bytes, which are no numbers of a network. */
  U8(1);

  private final int bytes;

  TensorType(int bytes) {
    this.bytes = bytes;
  }

  /** The type that a file names {@code name}, if it can be read. */
  public static Optional<TensorType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  /** The types that hold a network's numbers. */
  public static List<TensorType> numbers() {
    return List.of(F32, F16, BF16, F64, I64);
  }

  /** The size of one value in bytes. */
  public int bytes() {
    return bytes;
  }

  /** The next value of a little-endian buffer as the nearest float32. */
  float next(ByteBuffer buffer) {
    return switch (this) {
      case F32 -> buffer.getFloat();
      case F16 -> half(buffer.getShort());
      case BF16 -> Float.intBitsToFloat(buffer.getShort() << 16);
      case F64 -> (float) buffer.getDouble();
      case I64 -> buffer.getLong();
      case U8 -> throw new IllegalStateException("plain bytes are no numbers");
    };
  }

  /** The upper half of the nearest bfloat16; of two equally near ones, the even one. */
  static short bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      // Rounding could carry a NaN over into an infinity; a set top bit keeps it quiet.
      return (short) ((bits >>> 16) | 0x40);
    }
    int even = (bits >>> 16) & 1;
    return (short) ((bits + 0x7FFF + even) >>> 16);
  }

  private static float half(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >>> 10) & 0x1F;
    int fraction = half & 0x3FF;
    if (exponent == 0x1F) {
      return Float.intBitsToFloat(sign | 0x7F800000 | (fraction << 13));
    }
    if (exponent == 0) {
      // Zero, or a subnormal: a multiple of 2^-24.
      return Math.copySign(fraction * 0x1p-24f, Float.intBitsToFloat(sign));
    }
    return Float.intBitsToFloat(sign | ((exponent + 127 - 15) << 23) | (fraction << 13));
  }
}
