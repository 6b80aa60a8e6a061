package io.palimpsest.model.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.palimpsest.model.LocalStorage;
import io.palimpsest.model.Parity;
import io.palimpsest.model.Torch;
import io.palimpsest.model.checkpoint.Checkpoint;
import io.palimpsest.model.data.Shards;
import io.palimpsest.model.network.Precision;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Modality;
import io.palimpsest.schemas.record.PatchForecast;
import io.palimpsest.schemas.record.PatchSequence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanguageEvaluationTest {
  private static final int VALUES = 48;

  private final LocalStorage storage = new LocalStorage();
  @TempDir Path directory;
  private List<PatchSequence> sequences;
  private EvaluationFiles files;

  @BeforeEach
  void write() throws IOException {
    Parity parity = new Parity();
    sequences = parity.images().stream().map(image -> image.image().orElseThrow()).toList();
    try (NDManager manager = Torch.newManager()) {
      Transformer decoder =
          Transformer.withWeights(Parity.CONFIG, Precision.FLOAT32, manager, parity.weights());
      Checkpoint.save(decoder, storage, directory + "/checkpoint");
    }
    List<String> shards = Shards.write(storage, directory + "/data", sequences, 1);
    files = new EvaluationFiles(storage, directory + "/checkpoint", shards, shards);
  }

  @Test
  void givesPyTorchsLossOverAllPatches() throws Exception {
    Scores scores = evaluate(16, 0);
    assertThat(scores.patches().network())
        .isCloseTo(new Parity().floats("losses")[0], within(1e-5));
    assertThat(scores.patches().count()).isEqualTo(10);
    assertThat(scores.sequences()).isEqualTo(2);
  }

  @Test
  void givesTheSameMeanForEveryBatchSize() throws Exception {
    assertThat(evaluate(1, 0).patches().network())
        .isCloseTo(evaluate(2, 0).patches().network(), within(1e-6));
  }

  @Test
  void scoresTheForecastsWithoutANetwork() throws Exception {
    List<double[]> targets = new ArrayList<>();
    List<double[]> previous = new ArrayList<>();
    for (PatchSequence sequence : sequences) {
      for (int patch = 0; patch < sequence.getNumPatches(); patch++) {
        previous.add(normalized(sequence, patch));
        targets.add(normalized(sequence, patch + 1));
      }
    }
    double[] mean = new double[VALUES];
    targets.forEach(target -> add(mean, target, 1.0 / targets.size()));
    double constant = 0;
    double copied = 0;
    for (int i = 0; i < targets.size(); i++) {
      constant += error(mean, targets.get(i)) / targets.size();
      copied += error(previous.get(i), targets.get(i)) / targets.size();
    }
    Scores scores = evaluate(16, 0);
    assertThat(scores.patches().meanPatch()).isCloseTo(constant, within(1e-5));
    assertThat(scores.patches().previousPatch()).isCloseTo(copied, within(1e-5));
  }

  @Test
  void keepsForecastsOnTheTruthsScale() throws Exception {
    Scores scores = evaluate(16, 1);
    assertThat(scores.forecasts()).hasSize(1);
    PatchForecast forecast = scores.forecasts().get(0);
    assertThat(forecast.getTruth())
        .isEqualTo(sequences.get(0).getPixels().duplicate().position(48));
    assertThat(forecast.getPredicted().remaining()).isEqualTo(6 * VALUES);
    double mean = 0;
    float[] first = new Parity().floats("forecast");
    double[] truth = new double[VALUES];
    for (int i = 0; i < VALUES; i++) {
      truth[i] = forecast.getTruth().get(i) & 0xFF;
      mean += truth[i] / VALUES;
    }
    double deviation = deviation(truth, mean);
    double expected = Math.max(0, Math.min(255, first[0] * deviation + mean));
    assertThat((double) (forecast.getPredicted().get(0) & 0xFF)).isCloseTo(expected, within(0.6));
  }

  @Test
  void scoresNoMoreThanAskedFor() throws Exception {
    EvaluationConfig one = new EvaluationConfig(16, Precision.FLOAT32, 1, 16, 8);
    Scores scores = LanguageEvaluation.run(one, files).get(Modality.PIXEL);
    assertThat(scores.patches().count()).isEqualTo(6);
    assertThat(scores.forecasts()).hasSize(1);
  }

  @Test
  void givesBitsForEachByteOfTextsAndPairs() throws Exception {
    Parity parity = new Parity();
    List<String> shards =
        Shards.writeMixed(
            storage, directory + "/mixed", List.of(parity.texts(), parity.pairs()), 1);
    var mixed = new EvaluationFiles(storage, files.checkpoint(), shards, shards);
    var scores = LanguageEvaluation.run(EvaluationConfig.DEFAULTS, mixed);
    // Ten tokens are asked for, and two texts of four bytes.
    double bits = parity.floats("text.loss")[0] * 10 / Math.log(2) / 8;
    assertThat(scores.get(Modality.TEXT).text().network()).isCloseTo(bits, within(1e-4));
    assertThat(scores.get(Modality.TEXT).text().unigram()).isLessThan(bits);
    assertThat(LanguageEvaluation.byName(scores))
        .containsKeys("bits_per_byte", "pair.bits_per_byte", "pair.patch_loss")
        .doesNotContainKey("patch_loss");
  }

  @Test
  void refusesNoRecords() throws Exception {
    List<String> none = Shards.write(storage, directory + "/none", List.of(), 1);
    var empty = new EvaluationFiles(storage, files.checkpoint(), files.train(), none);
    assertThatThrownBy(() -> LanguageEvaluation.run(EvaluationConfig.DEFAULTS, empty))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("no record to evaluate in " + none);
  }

  @Test
  void refusesToScoreNothing() {
    assertThatThrownBy(() -> new EvaluationConfig(16, Precision.FLOAT32, 0, 1, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("sequences is 0: it must be 1 or more");
  }

  private Scores evaluate(int batch, int forecasts) throws IOException {
    return LanguageEvaluation.run(
            new EvaluationConfig(batch, Precision.FLOAT32, 100, 100, forecasts), files)
        .get(Modality.PIXEL);
  }

  private static double[] normalized(PatchSequence sequence, int patch) {
    ByteBuffer pixels = sequence.getPixels();
    double[] values = new double[VALUES];
    double mean = 0;
    for (int i = 0; i < VALUES; i++) {
      values[i] = (pixels.get(patch * VALUES + i) & 0xFF) / 255.0;
      mean += values[i] / VALUES;
    }
    double root = Math.sqrt(Math.pow(deviation(values, mean), 2) + 1e-6);
    for (int i = 0; i < VALUES; i++) {
      values[i] = (values[i] - mean) / root;
    }
    return values;
  }

  private static double deviation(double[] values, double mean) {
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / (values.length - 1));
  }

  private static double error(double[] forecast, double[] target) {
    double sum = 0;
    for (int i = 0; i < VALUES; i++) {
      sum += Math.pow(forecast[i] - target[i], 2) / VALUES;
    }
    return sum;
  }

  private static void add(double[] sum, double[] values, double factor) {
    for (int i = 0; i < VALUES; i++) {
      sum[i] += factor * values[i];
    }
  }
}
