package io.palimpsest.transforms.dynamics;

import io.palimpsest.model.DeviceChoice;
import io.palimpsest.model.Torch;
import io.palimpsest.model.checkpoint.Checkpoint;
import io.palimpsest.model.dynamics.Curriculum;
import io.palimpsest.model.dynamics.DynamicsConfig;
import io.palimpsest.model.dynamics.DynamicsRun;
import io.palimpsest.model.dynamics.ExampleSamples;
import io.palimpsest.model.dynamics.RunPlan;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.model.tokenizer.Tokenizer;
import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.FinishedWork;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.RunRole;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.artifact.Outcome;
import io.palimpsest.transforms.artifact.WrittenFiles;
import io.palimpsest.transforms.fork.ForkedTask;
import io.palimpsest.transforms.tokenizing.TokenizerFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;

/**
 * Records one training run: its curriculum, the trajectories of all test examples, and checkpoints
 * if it is tested. A run that an earlier attempt finished is not repeated; one that it began is.
 *
 * @param config of all runs
 * @param curriculum how batches are drawn
 * @param plan which run this is
 * @param device to compute on
 * @param subject directory of the network's checkpoint
 * @param tokenizer of the network
 * @param examples shard of {@link PromptExample}s
 * @param states directory of finished runs, outside of the attempt so that the next one finds them
 * @param attempt where the records are written
 */
public record RecordRun(
    DynamicsConfig config,
    Curriculum curriculum,
    RunPlan plan,
    DeviceChoice device,
    String subject,
    TokenizerFile tokenizer,
    InputShard examples,
    String states,
    Attempt attempt)
    implements ForkedTask {

  @Override
  public Map<String, String> environment() {
    return Torch.environment();
  }

  @Override
  public Outcome run(Storage storage, int threads, ProgressSink progress) throws IOException {
    Torch.useThreads(threads);
    Torch.useDevice(device);
    FinishedWork finished =
        new FinishedWork(storage, "%s/%s-threads-%d".formatted(states, plan.id(), threads));
    if (finished.result().isEmpty()) {
      String scratch = attempt.scratch() + "/" + UUID.randomUUID();
      record(storage, scratch, progress);
      finished.add(scratch, plan.id());
    } else {
      progress.advance(curriculum.steps(), plan.id() + " was finished before");
    }
    return WrittenFiles.outcome(
        storage, attempt, finished.copy(attempt.data()), Map.of("runs", 1, "steps", steps()));
  }

  private int steps() {
    return curriculum.steps();
  }

  private void record(Storage storage, String scratch, ProgressSink progress) throws IOException {
    List<PromptExample> all = new ArrayList<>();
    examples.forEach(PromptExample.class, all::add);
    try (Tokenizer open = tokenizer.open()) {
      ExampleSamples samples = new ExampleSamples(all, open);
      TrainingRun run = begun(samples);
      try (DynamicsRun dynamics = new DynamicsRun(config, storage, subject, samples, run)) {
        List<Trajectory> trajectories =
            dynamics.toEnd(
                (step, loss, network) -> {
                  keep(storage, scratch, step, network);
                  if (step > 0) {
                    progress.advance(1, "%s step %d loss %.4f".formatted(plan.id(), step, loss));
                  }
                });
        write(storage, scratch, "trajectories", Trajectory.class, trajectories);
        write(storage, scratch, "runs", TrainingRun.class, List.of(dynamics.recorded()));
      }
    }
  }

  private TrainingRun begun(ExampleSamples samples) {
    ExampleRole pool =
        plan.role() == RunRole.TEST_UNSEEN ? ExampleRole.TRAIN_UNSEEN : ExampleRole.TRAIN;
    return TrainingRun.newBuilder()
        .setId(plan.id())
        .setSeed(plan.seed())
        .setRole(plan.role())
        .setCurriculum(curriculum.draw(samples.ids(pool), plan.seed()))
        .build();
  }

  private void keep(Storage storage, String scratch, int step, Transformer network)
      throws IOException {
    if (plan.keepsCheckpoints() && step % config.checkpointEvery() == 0) {
      Checkpoint.save(
          network, storage, "%s/checkpoints/%s/step-%06d".formatted(scratch, plan.id(), step));
    }
  }

  private <T extends SpecificRecord> void write(
      Storage storage, String scratch, String name, Class<T> type, List<T> records)
      throws IOException {
    RecordFile.write(type, records, storage, "%s/%s-%s.avro".formatted(scratch, name, plan.id()));
  }
}
