package io.palimpsest.model.network;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Random;

/**
 * LLaMA's initial weights: matrices normal with deviation 0.02, biases 0, norms 1. Each tensor is
 * drawn from the seed and its own name, so that adding one changes no other. {@link Random} is
 * chosen because its normal draws are specified: the same on every Java.
 */
record WeightInitializer(long seed) {
  private static final float DEVIATION = 0.02f;

  float[] values(String name, long... shape) {
    float[] values = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b))];
    if (shape.length > 1) {
      Random random = new Random(seedOf(name));
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian() * DEVIATION;
      }
    } else if (name.endsWith(".weight")) {
      Arrays.fill(values, 1);
    }
    return values;
  }

  private long seedOf(String name) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).flip());
      return ByteBuffer.wrap(digest.digest(name.getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
