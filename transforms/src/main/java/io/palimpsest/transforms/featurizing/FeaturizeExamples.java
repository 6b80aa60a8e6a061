package io.palimpsest.transforms.featurizing;

import io.palimpsest.model.Torch;
import io.palimpsest.model.encoder.TextEncoder;
import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.schemas.record.ExampleFeature;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.transforms.artifact.Outcome;
import io.palimpsest.transforms.artifact.WrittenFiles;
import io.palimpsest.transforms.fork.ForkedTask;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Encodes examples, prompt and answer as one text, into {@value #FEATURES}. Equal texts are encoded
 * once, and those that the encoder has seen in an earlier run are taken from a cache.
 *
 * @param source of the encoder
 * @param cache directory of all encoders' vectors
 * @param attempt where the features are written
 */
public record FeaturizeExamples(
    ExampleShards examples, EncoderSource source, String cache, Attempt attempt)
    implements ForkedTask {
  private static final String FEATURES = "features.avro";

  /** Texts between two signs of life. */
  private static final int CHUNK = 256;

  @Override
  public Map<String, String> environment() {
    return Torch.environment();
  }

  @Override
  public Outcome run(Storage storage, int threads, ProgressSink progress) throws IOException {
    long start = System.nanoTime();
    List<PromptExample> read = examples.read();
    Map<String, String> texts = new LinkedHashMap<>();
    read.forEach(each -> texts.put(FeatureCache.key(text(each)), text(each)));
    int encoded;
    Map<String, float[]> vectors;
    try (TextEncoder encoder = source.open(storage, threads)) {
      vectors = new HashMap<>(cacheOf(storage, encoder).read());
      encoded = encode(encoder, storage, texts, vectors, progress);
    }
    write(storage, read, vectors);
    return WrittenFiles.outcome(
        storage,
        attempt,
        Map.of(
            "examples",
            read.size(),
            "encoded",
            encoded,
            "cached",
            texts.size() - encoded,
            "seconds",
            (System.nanoTime() - start) / 1e9));
  }

  private static String text(PromptExample example) {
    return example.getPrompt() + example.getAnswer();
  }

  private FeatureCache cacheOf(Storage storage, TextEncoder encoder) {
    return new FeatureCache(storage, cache + "/" + encoder.digest());
  }

  /** Adds the vectors of texts that are not there yet; how many these were. */
  private int encode(
      TextEncoder encoder,
      Storage storage,
      Map<String, String> texts,
      Map<String, float[]> vectors,
      ProgressSink progress)
      throws IOException {
    List<String> missing =
        texts.keySet().stream().filter(key -> !vectors.containsKey(key)).toList();
    Map<String, float[]> found = new HashMap<>();
    for (int from = 0; from < missing.size(); from += CHUNK) {
      List<String> keys = missing.subList(from, Math.min(missing.size(), from + CHUNK));
      float[][] values = encoder.encode(keys.stream().map(texts::get).toList());
      for (int i = 0; i < values.length; i++) {
        found.put(keys.get(i), values[i]);
      }
      progress.advance(keys.size(), "texts");
    }
    if (!found.isEmpty()) {
      cacheOf(storage, encoder).add(found, attempt.scratch());
    }
    vectors.putAll(found);
    return missing.size();
  }

  private void write(Storage storage, List<PromptExample> examples, Map<String, float[]> vectors)
      throws IOException {
    List<ExampleFeature> records = new ArrayList<>();
    examples.forEach(
        each ->
            records.add(Vectors.record(each.getId(), vectors.get(FeatureCache.key(text(each))))));
    RecordFile.write(ExampleFeature.class, records, storage, attempt.data() + "/" + FEATURES);
  }
}
