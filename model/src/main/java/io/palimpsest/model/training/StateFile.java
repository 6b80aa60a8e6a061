package io.palimpsest.model.training;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palimpsest.model.checkpoint.SafetensorsFile;
import io.palimpsest.model.checkpoint.Tensor;
import io.palimpsest.model.checkpoint.TensorSource;
import io.palimpsest.model.data.Position;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.model.optimize.AdamW;
import io.palimpsest.schemas.record.TrainingStep;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A training state as one safetensors file: weights by their names, moments under {@value #MEAN}
 * and {@value #VARIANCE}, the log's Avro bytes as {@value #LOG}; place, step, threads and the
 * configuration (with the seed) in the metadata.
 */
final class StateFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MEAN = "optimizer.mean.";
  private static final String VARIANCE = "optimizer.variance.";
  private static final String LOG = "log";
  private static final String CONFIG = "config";
  private static final String THREADS = "threads";
  private static final String EPOCH = "epoch";
  private static final String RECORDS = "records";

  private StateFile() {}

  static void write(
      OutputStream out,
      PretrainingConfig config,
      int threads,
      Position position,
      List<TrainingStep> log,
      Transformer network,
      AdamW optimizer)
      throws IOException {
    Map<String, String> metadata =
        Map.of(
            "format",
            "pt",
            "step",
            Integer.toString(log.size()),
            EPOCH,
            Integer.toString(position.epoch()),
            RECORDS,
            Long.toString(position.records()),
            THREADS,
            Integer.toString(threads),
            CONFIG,
            text(config));
    List<Tensor> tensors = new ArrayList<>();
    add(tensors, "", network.weights());
    add(tensors, MEAN, optimizer.means());
    add(tensors, VARIANCE, optimizer.variances());
    tensors.add(Tensor.of(LOG, TrainingLog.write(log)));
    SafetensorsFile.write(out, metadata, tensors);
  }

  /**
   * Reads a state.
   *
   * @throws StateOfAnotherRunException if configuration or threads differ
   * @throws io.palimpsest.model.checkpoint.DamagedFileException if the file is not sound
   */
  static TrainingState read(InputStream in, String place, PretrainingConfig config, int threads)
      throws IOException, StateOfAnotherRunException {
    SafetensorsFile.Contents contents = SafetensorsFile.read(in);
    Map<String, String> metadata = contents.metadata();
    require(THREADS, metadata.get(THREADS), Integer.toString(threads));
    require(CONFIG, metadata.get(CONFIG), text(config));
    TensorSource source = new TensorSource(contents.tensors(), place);
    return new TrainingState(
        new Position(Integer.parseInt(metadata.get(EPOCH)), Long.parseLong(metadata.get(RECORDS))),
        TrainingLog.read(contents.tensors().get(LOG).bytes()),
        source,
        (name, shape) -> source.values(MEAN + name, shape),
        (name, shape) -> source.values(VARIANCE + name, shape));
  }

  private static void add(List<Tensor> tensors, String prefix, Map<String, NDArray> arrays) {
    arrays.forEach((name, array) -> tensors.add(Tensor.of(prefix + name, array)));
  }

  private static void require(String key, String found, String expected)
      throws StateOfAnotherRunException {
    if (!expected.equals(found)) {
      throw new StateOfAnotherRunException(key + " is " + found + ", not " + expected);
    }
  }

  private static String text(PretrainingConfig config) throws JsonProcessingException {
    return JSON.writeValueAsString(config.deciding());
  }
}
