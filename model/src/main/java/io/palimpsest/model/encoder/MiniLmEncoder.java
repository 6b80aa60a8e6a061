package io.palimpsest.model.encoder;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import io.palimpsest.model.tokenizer.HuggingFaceTokenizer;
import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.LongBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * all-MiniLM-L6-v2: the first token's last hidden state, 384 dimensions, of at most 512 tokens, as
 * the released GPTfluence takes it. Weights and tokenizer come from a Maven artifact.
 */
public final class MiniLmEncoder implements TextEncoder {
  private static final String WEIGHTS = "/all-minilm-l6-v2.onnx";
  private static final String TOKENIZER = "/all-minilm-l6-v2-tokenizer.json";
  private static final int DIMENSION = 384;
  private static final int CONTEXT = 512;
  private static final int POSITIONS = 4096;

  private final HuggingFaceTokenizer tokenizer;
  private final Model model;
  private final Predictor<NDList, NDList> predictor;
  private final String digest;

  /**
   * Loads the weights.
   *
   * @param threads of each product
   */
  public MiniLmEncoder(int threads) {
    byte[] weights = resource(WEIGHTS);
    byte[] json = resource(TOKENIZER);
    this.digest = "minilm-" + sha256(weights, json);
    this.tokenizer = new HuggingFaceTokenizer(json, TOKENIZER, "[CLS]", "[SEP]");
    this.model = Model.newInstance("minilm", "OnnxRuntime");
    try {
      model.load(
          new java.io.ByteArrayInputStream(weights),
          Map.of("intraOpNumThreads", Integer.toString(threads), "interOpNumThreads", "1"));
    } catch (IOException | MalformedModelException e) {
      throw new IllegalStateException("the encoder inside of Palimpsest does not load", e);
    }
    this.predictor = model.newPredictor(new NoopTranslator(null));
  }

  private static byte[] resource(String name) {
    try (InputStream in = MiniLmEncoder.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String digest() {
    return digest;
  }

  @Override
  public float[][] encode(List<String> texts) {
    List<long[]> tokens = texts.stream().map(this::tokens).toList();
    float[][] vectors = new float[texts.size()][];
    for (List<Integer> batch : LengthBatches.of(tokens, ids -> ids.length, POSITIONS)) {
      float[][] found = encoded(batch.stream().map(tokens::get).toList());
      for (int i = 0; i < found.length; i++) {
        vectors[batch.get(i)] = found[i];
      }
    }
    return vectors;
  }

  /** The ids between the two markers, cut to the context. */
  private long[] tokens(String text) {
    int[] ids = tokenizer.encode(text).ids();
    int kept = Math.min(ids.length, CONTEXT - 2);
    long[] all = new long[kept + 2];
    all[0] = tokenizer.bos();
    for (int i = 0; i < kept; i++) {
      all[i + 1] = ids[i];
    }
    all[kept + 1] = tokenizer.eos();
    return all;
  }

  private float[][] encoded(List<long[]> rows) {
    int width = rows.stream().mapToInt(row -> row.length).max().orElseThrow();
    long[] ids = new long[rows.size() * width];
    long[] mask = new long[ids.length];
    for (int row = 0; row < rows.size(); row++) {
      long[] each = rows.get(row);
      System.arraycopy(each, 0, ids, row * width, each.length);
      Arrays.fill(mask, row * width, row * width + each.length, 1);
    }
    Shape shape = new Shape(rows.size(), width);
    try (NDManager arrays = model.getNDManager().newSubManager()) {
      NDList inputs =
          new NDList(
              named(arrays, "input_ids", ids, shape),
              named(arrays, "attention_mask", mask, shape),
              named(arrays, "token_type_ids", new long[ids.length], shape));
      try (NDList outputs = predictor.predict(inputs)) {
        return firsts(outputs.head().toFloatArray(), rows.size(), width);
      }
    } catch (TranslateException e) {
      throw new IllegalStateException("the encoder does not run", e);
    }
  }

  private static NDArray named(NDManager arrays, String name, long[] values, Shape shape) {
    NDArray array =
        arrays.create(LongBuffer.wrap(values), shape, ai.djl.ndarray.types.DataType.INT64);
    array.setName(name);
    return array;
  }

  /** The states of the first tokens, of [rows, width, dimension]. */
  private static float[][] firsts(float[] states, int rows, int width) {
    float[][] firsts = new float[rows][];
    for (int row = 0; row < rows; row++) {
      int from = row * width * DIMENSION;
      firsts[row] = Arrays.copyOfRange(states, from, from + DIMENSION);
      requireFinite(firsts[row]);
    }
    return firsts;
  }

  private static void requireFinite(float[] vector) {
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        throw new InvalidInputException("the encoder gives " + value + " for a text");
      }
    }
  }

  @Override
  public void close() {
    predictor.close();
    model.close();
    tokenizer.close();
  }
}
