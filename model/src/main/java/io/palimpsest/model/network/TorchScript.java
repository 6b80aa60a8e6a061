package io.palimpsest.model.network;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import io.palimpsest.model.Torch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Methods of a TorchScript class, kept as text beside this class and put into an archive as
 * PyTorch's loader wants it when they are first needed. What they return can be differentiated.
 */
public final class TorchScript implements AutoCloseable {
  private static final String RESOURCE = "transformer.py";

  /** An object of class {@code __torch__.Transformer} without attributes, pickled. */
  private static final byte[] OBJECT =
      "\u0080\u0002c__torch__\nTransformer\n)\u0081}b.".getBytes(StandardCharsets.ISO_8859_1);

  private static final byte[] NO_CONSTANTS = "\u0080\u0002).".getBytes(StandardCharsets.ISO_8859_1);

  /** DJL runs the method that an argument's name says. */
  private static final String METHOD = "module_method:";

  private final NDManager manager;
  // Held because the handle of its block is released when it is collected.
  private final Model model;
  private final Map<String, NDArray> methods = new HashMap<>();

  /** The methods for networks of one shape. */
  TorchScript(ModelConfig config, NDManager parent) {
    this.manager = parent.newSubManager();
    this.model =
        Model.newInstance("transformer", manager.getDevice(), Torch.engine().getEngineName());
    try (InputStream archive = new ByteArrayInputStream(archive(config))) {
      model.load(archive, Map.of("trainParam", "true"));
    } catch (IOException | MalformedModelException e) {
      throw new IllegalStateException("the script inside of Palimpsest does not load", e);
    }
  }

  /** The methods that need no network's shape: gradients, optimiser, rows. */
  public static TorchScript of(NDManager parent) {
    return new TorchScript(ModelConfig.preset("nano"), parent);
  }

  /** Calls a method; its result is attached to the manager of the first argument. */
  NDArray call(String method, NDArray... arguments) {
    return run(method, plain(arguments)).singletonOrThrow();
  }

  /** Calls a method whose last parameter is a list. */
  NDArray call(String method, List<NDArray> list, NDArray... arguments) {
    NDList all = plain(arguments);
    all.addAll(named("list[]", list));
    return run(method, all).singletonOrThrow();
  }

  /** Calls a method whose last parameter is a list, and which returns one. */
  NDList callForAll(String method, List<NDArray> list, NDArray... arguments) {
    NDList all = plain(arguments);
    all.addAll(named("list[]", list));
    return run(method, all);
  }

  /** Calls a method whose last two parameters are lists, and which returns one. */
  NDList call(String method, List<NDArray> first, List<NDArray> second, NDArray... arguments) {
    NDList all = plain(arguments);
    all.addAll(named("first[]", first));
    all.addAll(named("second[]", second));
    return run(method, all);
  }

  /** An array in the type of the products. DJL's own conversion to bfloat16 ends the process. */
  NDArray typed(NDArray array, Precision precision) {
    return precision == Precision.FLOAT32 ? array : call("bfloat16", array);
  }

  /**
   * The rows of {@code array}, [M, ..], at indices, [N]; attached to the manager of the indices.
   */
  public NDArray rows(NDArray array, NDArray indices) {
    return call("rows", indices, array);
  }

  /** Cross-entropy in nats, [N], of logits, [N, V], against ids, [N]. */
  public NDArray tokenErrors(NDArray logits, NDArray ids) {
    return call("token_errors", logits, ids);
  }

  /** The gradients of a loss by weights, attached to the manager of the loss. */
  public NDList gradients(NDArray loss, List<NDArray> weights) {
    NDList all = plain(loss);
    all.addAll(named("list[]", weights));
    return run("gradients", all);
  }

  /**
   * Each example's gradient by some rows of a linear layer's weight, [B, rows · I], from the
   * layer's inputs, [B, T, I], and the loss's gradients by its outputs, [B, T, O]; attached to the
   * manager of {@code bounds}.
   *
   * @param bounds [2], int64: the first row and the one behind the last
   */
  public NDArray weightGradients(NDArray bounds, NDArray inputs, NDArray gradients) {
    return call("weight_gradients", bounds, inputs, gradients);
  }

  /**
   * Inner products of the gradients by a linear layer's weight of B examples with those of C
   * others, [B, C], without making them: from inputs, [B, T, I] and [C, S, I], and output
   * gradients, [B, T, O] and [C, S, O]; attached to the manager of {@code inputs}.
   */
  public NDArray pairProducts(
      NDArray inputs, NDArray gradients, NDArray otherInputs, NDArray otherGradients) {
    return call("pair_products", inputs, gradients, otherInputs, otherGradients);
  }

  /** The Euclidean norm of gradients taken as one vector. */
  public double norm(List<NDArray> gradients) {
    NDList all = named("list[]", gradients);
    try (NDList norm = run("global_norm", all, false)) {
      return norm.head().getFloat();
    }
  }

  /** Adds gradients to sums of earlier ones, in place. */
  public void accumulate(List<NDArray> sums, List<NDArray> gradients) {
    run("accumulate", merged(named("first[]", sums), named("second[]", gradients)), false);
  }

  /** One step of AdamW on weights of one decay, in place. */
  public void adamw(
      int step,
      double learningRate,
      double decay,
      double gradientScale,
      List<NDArray> weights,
      List<NDArray> gradients,
      List<NDArray> means,
      List<NDArray> variances) {
    float divisor = (float) (1 / gradientScale);
    try (NDArray numbers =
        manager.create(new float[] {step, (float) learningRate, (float) decay, divisor})) {
      run(
              "adamw",
              merged(
                  plain(numbers),
                  named("w[]", weights),
                  named("g[]", gradients),
                  named("m[]", means),
                  named("v[]", variances)),
              false)
          .close();
    }
  }

  private static NDList merged(NDList... parts) {
    NDList all = new NDList();
    List.of(parts).forEach(all::addAll);
    return all;
  }

  private NDList run(String method, NDList arguments) {
    return run(method, arguments, true);
  }

  /** Without gradients, arrays that have some may be changed in place. */
  private NDList run(String method, NDList arguments, boolean gradients) {
    arguments.add(methods.computeIfAbsent(method, this::marker));
    return IValueUtils.forward((PtSymbolBlock) model.getBlock(), arguments, gradients);
  }

  /** DJL passes arrays of one name that ends in brackets as one list. */
  private static NDList named(String name, List<NDArray> arrays) {
    arrays.forEach(array -> array.setName(name));
    return new NDList(arrays);
  }

  private static NDList plain(NDArray... arguments) {
    return named(null, List.of(arguments));
  }

  private NDArray marker(String method) {
    NDArray marker = manager.create(0);
    marker.setName(METHOD + method);
    return marker;
  }

  private static byte[] archive(ModelConfig config) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (InputStream in = TorchScript.class.getResourceAsStream(RESOURCE);
        ZipOutputStream zip = new ZipOutputStream(bytes)) {
      String code = filled(new String(in.readAllBytes(), StandardCharsets.UTF_8), config);
      store(zip, "data.pkl", OBJECT);
      store(zip, "code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
      store(zip, "constants.pkl", NO_CONSTANTS);
      store(zip, "version", "3\n".getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static String filled(String code, ModelConfig config) {
    boolean parallel =
        config.architecture() instanceof Architecture.GptNeoX neox && neox.parallelResidual();
    return code.replace("EPS", Double.toString(config.normEps()))
        .replace("HEADS", Integer.toString(config.heads()))
        .replace("PARALLEL", parallel ? "True" : "False");
  }

  /** PyTorch reads entries in place, so they must not be compressed. */
  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry("transformer/" + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    CRC32 checksum = new CRC32();
    checksum.update(content);
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  @Override
  public void close() {
    model.close();
    manager.close();
  }
}
