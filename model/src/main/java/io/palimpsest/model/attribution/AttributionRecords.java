package io.palimpsest.model.attribution;

import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.record.Influence;
import io.palimpsest.schemas.record.Trajectory;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Writes what came of an attribution.
 *
 * @param config of it
 * @param files where they are written
 * @param dynamics with the measured losses
 */
record AttributionRecords(AttributionConfig config, AttributionFiles files, Dynamics dynamics) {

  /**
   * Forecasts by each scale, run and test example; returns how many there are by one scale.
   *
   * @param scales written in this map's order
   */
  long writeForecasts(List<RunInfluence> influences, Map<Rescaling, Double> scales)
      throws IOException {
    try (DataFileWriter<Trajectory> out = writer(Trajectory.class, AttributionFiles.FORECASTS)) {
      for (Map.Entry<Rescaling, Double> scale : scales.entrySet()) {
        for (RunInfluence influence : influences) {
          append(influence, scale.getValue(), config.label(scale.getKey()), out);
        }
      }
    }
    return influences.stream().mapToLong(influence -> influence.tests().size()).sum();
  }

  private void append(
      RunInfluence influence, double scale, String label, DataFileWriter<Trajectory> out)
      throws IOException {
    for (int test = 0; test < influence.tests().size(); test++) {
      Trajectory measured = dynamics.loss(influence.run(), influence.tests().get(test));
      out.append(LossForecast.of(measured, influence.fallen(test), scale, label));
    }
  }

  /** Influences of each run's training examples on each test example, not rescaled. */
  void writeInfluences(List<RunInfluence> influences) throws IOException {
    try (DataFileWriter<Influence> out = writer(Influence.class, AttributionFiles.INFLUENCES)) {
      for (RunInfluence influence : influences) {
        for (Map.Entry<String, double[]> example : influence.influences().entrySet()) {
          for (int test = 0; test < influence.tests().size(); test++) {
            out.append(record(influence, example.getKey(), test, example.getValue()[test]));
          }
        }
      }
    }
  }

  private Influence record(RunInfluence influence, String example, int test, double value) {
    return Influence.newBuilder()
        .setMethod(config.label())
        .setRun(influence.run())
        .setMetric(Dynamics.LOSS)
        .setTrainExample(example)
        .setTestExample(influence.tests().get(test))
        .setValue(value)
        .build();
  }

  private <T extends SpecificRecord> DataFileWriter<T> writer(Class<T> type, String name)
      throws IOException {
    return RecordFile.writer(type, files.storage(), files.output() + "/" + name);
  }
}
