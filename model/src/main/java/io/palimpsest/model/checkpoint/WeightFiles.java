package io.palimpsest.model.checkpoint;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.BoundedFile;
import io.palimpsest.schemas.artifact.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The weights of a checkpoint's directory: {@value #SINGLE}, or {@value #INDEX} and the files that
 * it names.
 */
record WeightFiles(Storage storage, String directory) {
  static final String SINGLE = "model.safetensors";
  static final String INDEX = "model.safetensors.index.json";

  /** What Hugging Face's older writers leave. */
  private static final List<String> PICKLES =
      List.of("pytorch_model.bin", "pytorch_model.bin.index.json");

  private static final Pattern NAME =
      Pattern.compile("model(-\\d{5}-of-\\d{5})?\\.safetensors(\\.index\\.json)?");

  /** Says to Hugging Face's loaders that tensors are laid out as PyTorch does. */
  private static final Map<String, String> METADATA = Map.of("format", "pt");

  /** Writes the tensors, in one file where they fit; the index is written last. */
  void write(List<Tensor> tensors, CheckpointFormat format) throws IOException {
    List<List<Tensor>> shards = format.shards(tensors);
    if (shards.size() == 1) {
      write(SINGLE, shards.get(0));
      return;
    }
    Map<String, List<Tensor>> named = new LinkedHashMap<>();
    for (List<Tensor> shard : shards) {
      String name = "model-%05d-of-%05d.safetensors".formatted(named.size() + 1, shards.size());
      named.put(name, shard);
      write(name, shard);
    }
    try (OutputStream out = storage.create(path(INDEX))) {
      out.write(WeightIndex.of(named).toJson());
    }
  }

  /** Whether a whole or broken set of weights lies there. */
  boolean exist() throws IOException {
    return storage.list(directory).stream()
        .filter(path -> path.startsWith(directory + "/"))
        .anyMatch(path -> NAME.matcher(path.substring(directory.length() + 1)).matches());
  }

  /** Where the names of the tensors come from, for messages. */
  String place() throws IOException {
    return path(isSharded() ? INDEX : SINGLE);
  }

  /**
   * All tensors by name; their content is read when asked for.
   *
   * @throws InvalidInputException if a file is missing or damaged or is not as the index says
   */
  Map<String, Tensor> tensors() throws IOException {
    if (!isSharded()) {
      return new WeightFile(storage, path(SINGLE)).tensors();
    }
    WeightIndex index = index();
    Map<String, Tensor> tensors = new HashMap<>();
    for (String file : new TreeSet<>(index.files().values())) {
      requireFile(file);
      for (Tensor tensor : new WeightFile(storage, path(file)).tensors().values()) {
        requireSame(index, tensor.name(), file);
        tensors.put(tensor.name(), tensor);
      }
    }
    index.files().forEach((name, file) -> requireHeld(tensors, name, file));
    return tensors;
  }

  /**
   * The paths of all files, an index first.
   *
   * @throws InvalidInputException if one is missing
   */
  List<String> files() throws IOException {
    if (!isSharded()) {
      return List.of(path(SINGLE));
    }
    List<String> files = new ArrayList<>(List.of(path(INDEX)));
    for (String file : new TreeSet<>(index().files().values())) {
      requireFile(file);
      files.add(path(file));
    }
    return files;
  }

  private WeightIndex index() throws IOException {
    try (InputStream in = storage.open(path(INDEX))) {
      return WeightIndex.fromJson(BoundedFile.read(in, path(INDEX)), path(INDEX));
    }
  }

  private void requireFile(String file) throws IOException {
    if (storage.size(path(file)).isEmpty()) {
      throw new InvalidInputException(
          "%s names %s, which is missing: fetch that file as well".formatted(path(INDEX), file));
    }
  }

  private void requireSame(WeightIndex index, String tensor, String file) {
    String expected = index.files().get(tensor);
    if (!file.equals(expected)) {
      String said = expected == null ? "does not know it" : "puts it into " + expected;
      throw disagreement(
          "%s holds tensor '%s', but %s %s".formatted(path(file), tensor, INDEX, said));
    }
  }

  private void requireHeld(Map<String, Tensor> tensors, String tensor, String file) {
    if (!tensors.containsKey(tensor)) {
      throw disagreement(
          "%s has no tensor '%s', but %s puts it there".formatted(path(file), tensor, INDEX));
    }
  }

  private static InvalidInputException disagreement(String what) {
    return new InvalidInputException(
        what + ": fetch the index and all its files again, of one version");
  }

  // As Hugging Face's loaders do, one whole file goes before an index.
  private boolean isSharded() throws IOException {
    if (storage.size(path(SINGLE)).isPresent()) {
      return false;
    }
    if (storage.size(path(INDEX)).isEmpty()) {
      requireNoPickles();
      throw new InvalidInputException(
          "%s has neither %s nor %s: give a checkpoint's directory"
              .formatted(directory, SINGLE, INDEX));
    }
    return true;
  }

  private void requireNoPickles() throws IOException {
    for (String name : PICKLES) {
      if (storage.size(path(name)).isPresent()) {
        throw new InvalidInputException(
            "%s is a pickle, which is not read: convert it in Python by transformers' AutoModelForCausalLM.from_pretrained(FOLDER).save_pretrained(NEW_FOLDER, safe_serialization=True)"
                .formatted(path(name)));
      }
    }
  }

  private void write(String name, List<Tensor> tensors) throws IOException {
    try (OutputStream out = storage.create(path(name))) {
      SafetensorsFile.write(out, METADATA, tensors);
    }
  }

  private String path(String name) {
    return directory + "/" + name;
  }
}
