package io.palimpsest.transforms.featurizing;

import ai.djl.ndarray.NDManager;
import io.palimpsest.model.DeviceChoice;
import io.palimpsest.model.Torch;
import io.palimpsest.model.checkpoint.Checkpoint;
import io.palimpsest.model.encoder.MiniLmEncoder;
import io.palimpsest.model.encoder.Pooling;
import io.palimpsest.model.encoder.SubjectEncoder;
import io.palimpsest.model.encoder.TextEncoder;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.model.tokenizer.Tokenizer;
import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.schemas.record.ExampleFeature;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.transforms.artifact.Outcome;
import io.palimpsest.transforms.artifact.WrittenFiles;
import io.palimpsest.transforms.fork.ForkedTask;
import io.palimpsest.transforms.tokenizing.TokenizerFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.file.DataFileWriter;

/**
 * Encodes examples, prompt and answer as one text, into {@value #FEATURES}. Equal texts are encoded
 * once, and those that the encoder has seen in an earlier run are taken from a cache.
 *
 * @param subject the checkpoint that encodes; nothing for all-MiniLM-L6-v2
 * @param cache directory of all encoders' vectors
 * @param attempt where the features are written
 */
public record FeaturizeExamples(
    ExampleShards examples, Optional<Subject> subject, String cache, Attempt attempt)
    implements ForkedTask {
  private static final String FEATURES = "features.avro";

  /** Texts between two signs of life. */
  private static final int CHUNK = 256;

  /**
   * A language model as encoder.
   *
   * @param checkpoint its directory
   * @param digest of its files
   */
  public record Subject(
      String checkpoint,
      String digest,
      TokenizerFile tokenizer,
      Pooling pooling,
      DeviceChoice device)
      implements Serializable {}

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
    if (subject.isEmpty()) {
      try (TextEncoder encoder = new MiniLmEncoder(threads)) {
        vectors = new HashMap<>(cacheOf(storage, encoder).read());
        encoded = encode(encoder, storage, texts, vectors, progress);
      }
    } else {
      Torch.useThreads(threads);
      Torch.useDevice(subject.get().device());
      try (Tokenizer tokenizer = subject.get().tokenizer().open();
          NDManager manager = Torch.newManager();
          TextEncoder encoder = subject(storage, tokenizer, manager)) {
        vectors = new HashMap<>(cacheOf(storage, encoder).read());
        encoded = encode(encoder, storage, texts, vectors, progress);
      }
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

  private SubjectEncoder subject(Storage storage, Tokenizer tokenizer, NDManager manager)
      throws IOException {
    Subject from = subject.orElseThrow();
    Transformer network = Checkpoint.load(storage, from.checkpoint(), manager);
    return new SubjectEncoder(network, tokenizer, from.pooling(), from.digest());
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
    try (DataFileWriter<ExampleFeature> out =
        RecordFile.writer(
            ExampleFeature.class,
            ExampleFeature.getClassSchema(),
            new BufferedOutputStream(storage.create(attempt.data() + "/" + FEATURES)))) {
      for (ExampleFeature each : records) {
        out.append(each);
      }
    }
  }
}
