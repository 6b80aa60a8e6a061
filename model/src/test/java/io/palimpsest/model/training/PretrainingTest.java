package io.palimpsest.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.palimpsest.model.LocalStorage;
import io.palimpsest.model.Torch;
import io.palimpsest.model.data.Sequences;
import io.palimpsest.model.data.Shards;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Precision;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.TrainingStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainingTest {
  private static final PretrainingConfig CONFIG = config(3e-3, 5);

  private final LocalStorage storage = new LocalStorage();
  private final List<TrainingStep> heard = new ArrayList<>();
  @TempDir Path directory;
  private List<String> shards;

  @BeforeEach
  void write() throws IOException {
    Torch.useThreads(2);
    shards =
        Shards.writeMixed(
            storage,
            directory + "/data",
            List.of(Sequences.images(10, 8), Sequences.texts(10, 8), Sequences.pairs(10, 8)),
            2);
  }

  @Test
  void givesTheSameBytesAgain() throws Exception {
    run(CONFIG, "one");
    run(CONFIG, "other");
    assertThat(weights("one")).isEqualTo(weights("other"));
  }

  @Test
  void lowersTheLossAndTellsItsFigures() throws Exception {
    PretrainingMetrics metrics = run(CONFIG, "run");
    assertThat(heard).hasSize(20);
    assertThat(metrics.finalLoss()).isLessThan(0.95 * heard.get(0).getLoss());
    assertThat(metrics.finalLoss()).isCloseTo(heard.get(19).getLoss(), within(1e-9));
    assertThat(metrics.patches()).isEqualTo(heard.get(19).getPatches());
    assertThat(metrics.byName().keySet())
        .containsExactly(
            "steps",
            "patches",
            "tokens",
            "final_loss",
            "patches_per_second",
            "tokens_per_second",
            "wait_share",
            "model_parameters");
    assertThat(metrics.tokens()).isPositive();
  }

  @Test
  void endsAtTheSameBytesWhereverItWasKilled() throws Exception {
    run(CONFIG, "straight");
    for (int last : new int[] {1, 5, 13}) {
      killAfter(last, "killed" + last);
      run(CONFIG, "killed" + last);
      assertThat(weights("killed" + last)).isEqualTo(weights("straight"));
      assertThat(log("killed" + last)).extracting(TrainingStep::getStep).hasSize(20).isSorted();
    }
  }

  @Test
  void takesOnlyTheStepsThatAreLeft() throws Exception {
    killAfter(13, "killed");
    heard.clear();
    run(CONFIG, "killed");
    assertThat(heard).hasSize(10).first().extracting(TrainingStep::getStep).isEqualTo(11);
  }

  @Test
  void passesOverADamagedState() throws Exception {
    run(CONFIG, "straight");
    killAfter(13, "killed");
    Path newest = directory.resolve("killed/states/state-00000010-threads-2.safetensors");
    byte[] bytes = Files.readAllBytes(newest);
    Files.write(newest, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    heard.clear();
    run(CONFIG, "killed");
    assertThat(heard.get(0).getStep()).isEqualTo(6);
    assertThat(weights("killed")).isEqualTo(weights("straight"));
  }

  @Test
  void passesOverAStateOfAnotherConfiguration() throws Exception {
    killAfter(13, "killed");
    heard.clear();
    run(config(1e-3, 5), "killed");
    assertThat(heard.get(0).getStep()).isEqualTo(1);
  }

  @Test
  void passesOverAStateOfAnotherNumberOfThreads() throws Exception {
    killAfter(13, "killed");
    heard.clear();
    Torch.useThreads(1);
    run(CONFIG, "killed");
    assertThat(heard.get(0).getStep()).isEqualTo(1);
  }

  @Test
  void keepsTheLastTwoStates() throws Exception {
    run(CONFIG, "run");
    assertThat(storage.list(directory + "/run/states"))
        .extracting(path -> Path.of(path).getFileName().toString())
        .containsExactly(
            "state-00000015-threads-2.safetensors", "state-00000020-threads-2.safetensors");
  }

  @Test
  void stopsAtALossThatIsNotFiniteAndKeepsTheState() {
    PretrainingConfig wild = config(1e30, 1);
    assertThatThrownBy(() -> run(wild, "run"))
        .isInstanceOf(NonFiniteLossException.class)
        .hasMessageMatching("step \\d+: loss is .* use a lower learning rate or a longer warm-up");
    assertThat(directory.resolve("run/states/state-00000001-threads-2.safetensors")).exists();
    assertThat(directory.resolve("run/output/model.safetensors")).doesNotExist();
  }

  @Test
  void refusesRecordsThatDoNotFitTheContext() throws Exception {
    shards = Shards.write(storage, directory + "/long", List.of(Sequences.of(1, 65, 1)), 1);
    assertThatThrownBy(() -> run(CONFIG, "run"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("document 'doc-1' has 65 patches and the model's context is 64");
  }

  private static PretrainingConfig config(double learningRate, int checkpointEvery) {
    ModelConfig nano = ModelConfig.preset("nano").reading(258, true, true);
    return new PretrainingConfig(
        nano, 20, 4, 2, Precision.FLOAT32, learningRate, 2, 0.1, 1, 7, checkpointEvery, 10);
  }

  private PretrainingMetrics run(PretrainingConfig config, String name) throws IOException {
    return Pretraining.run(config, files(name), heard::add);
  }

  private void killAfter(int last, String name) {
    assertThatThrownBy(
            () ->
                Pretraining.run(
                    CONFIG,
                    files(name),
                    step -> {
                      if (step.getStep() > last) {
                        throw new IllegalStateException("killed");
                      }
                    }))
        .hasMessage("killed");
  }

  private PretrainingFiles files(String name) {
    String root = directory + "/" + name;
    return new PretrainingFiles(
        storage, shards, root + "/states", root + "/scratch", root + "/output");
  }

  /** As text: a failing comparison of bytes would print them all. */
  private String weights(String name) throws Exception {
    byte[] file = Files.readAllBytes(directory.resolve(name + "/output/model.safetensors"));
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
  }

  private List<TrainingStep> log(String name) throws IOException {
    return TrainingLog.read(Files.readAllBytes(directory.resolve(name + "/output/log.avro")));
  }
}
