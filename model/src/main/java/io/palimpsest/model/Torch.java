package io.palimpsest.model;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Map;

/**
 * The PyTorch engine of this process. The number of threads decides in which order sums are taken,
 * so the same bits come out only for the same number.
 */
public final class Torch {
  private static final String THREADS = "ai.djl.pytorch.num_threads";

  private static volatile Device device = Device.cpu();

  private Torch() {}

  /**
   * Starts the engine with a number of threads for its operations, without any use of the network.
   * May be called again to change the number.
   *
   * @throws IllegalArgumentException if {@code threads} is less than 1
   */
  public static void useThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + ": give 1 or more");
    }
    System.setProperty(THREADS, Integer.toString(threads));
    engine();
    JniUtils.setNumThreads(threads);
  }

  /** How many threads an operation uses. */
  public static int threads() {
    engine();
    return JniUtils.getNumThreads();
  }

  /**
   * Says where this process computes from now on; until then on the CPU.
   *
   * @throws io.palimpsest.schemas.InvalidInputException if the device is not there
   */
  public static void useDevice(DeviceChoice choice) {
    device = choice.device();
  }

  /** A manager of arrays on the process's device, to be closed by the caller. */
  public static NDManager newManager() {
    return engine().newBaseManager(device);
  }

  /**
   * An array of {@code values}. What DJL makes of Java's memory keeps that memory's alignment,
   * which differs from run to run, and with it the order of sums in a matrix product; this array
   * lies where PyTorch aligns it.
   */
  public static NDArray array(NDManager manager, float[] values, Shape shape) {
    try (NDArray unaligned = manager.create(values, shape)) {
      return unaligned.duplicate();
    }
  }

  /**
   * Environment variables for a process that trains. Waiting threads sleep, since on a shared
   * machine those that spin take the cores from those that work; and freed memory is kept, since
   * each step asks for the same again.
   */
  public static Map<String, String> environment() {
    return Map.of(
        "OMP_WAIT_POLICY", "passive",
        // The greatest that the C library takes.
        "MALLOC_MMAP_THRESHOLD_", "33554432",
        "MALLOC_TRIM_THRESHOLD_", "4294967296");
  }

  /** Has this thread's operations recorded, so that gradients can be taken. */
  public static void enableGradients() {
    engine();
    JniUtils.setGradMode(true);
    // Scripts run as written: what PyTorch makes of them after some calls has other rounding, so
    // that
    // a resumed run would end elsewhere, mixes up bfloat16 and float32, and is no faster.
    JniUtils.setGraphExecutorOptimize(false);
  }

  /** Keeps this thread's operations from being recorded for gradients, which takes memory. */
  public static void disableGradients() {
    engine();
    JniUtils.setGradMode(false);
    JniUtils.setGraphExecutorOptimize(false);
  }

  /** The engine; started on first use. */
  public static Engine engine() {
    System.setProperty("ai.djl.offline", "true");
    // Without it DJL reports its use to its makers' server.
    System.setProperty("OPT_OUT_TRACKING", "true");
    return Engine.getEngine("PyTorch");
  }
}
