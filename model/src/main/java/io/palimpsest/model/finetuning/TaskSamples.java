package io.palimpsest.model.finetuning;

import io.palimpsest.model.data.Sample;
import io.palimpsest.model.data.SampleReader;
import io.palimpsest.model.task.Task;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Modality;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.schemas.record.PairSequence;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;

/** The samples that a fine-tuning learns from. */
final class TaskSamples {
  private static final int READ = 64;

  private final FinetuningConfig config;
  private final FinetuningFiles files;

  TaskSamples(FinetuningConfig config, FinetuningFiles files) {
    this.config = config;
    this.files = files;
  }

  /**
   * The shards to learn from: a file of the first samples if not all are wanted.
   *
   * <p>All labels are checked before a network learns from some.
   *
   * @throws InvalidInputException if a training sample has no label or none of the task's, or there
   *     is no labelled sample in train or in validation
   */
  List<String> shards() throws IOException {
    if (labelled(files.storage(), files.validation(), Unlabelled.ALLOWED) == 0) {
      throw none("validation");
    }
    List<String> train =
        config.trainExamples() == 0 ? files.train() : List.of(first(config.trainExamples()));
    if (labelled(files.storage(), train, Unlabelled.REFUSED) == 0) {
      throw none("train");
    }
    return train;
  }

  /** What samples without labels are: nothing to learn from, but predictions can be made. */
  private enum Unlabelled {
    ALLOWED,
    REFUSED
  }

  private long labelled(Storage storage, List<String> shards, Unlabelled unlabelled)
      throws IOException {
    Task task = config.task();
    long labelled = 0;
    try (SampleReader reader = new SampleReader(storage, shards)) {
      List<Sample> samples = reader.next(READ);
      while (!samples.isEmpty()) {
        for (Sample sample : samples) {
          if (sample.label().isPresent()) {
            LabelLoss.target(task, sample);
            labelled++;
          } else if (unlabelled == Unlabelled.REFUSED) {
            throw new InvalidInputException(
                "%s has no label to learn from: make the examples with the corpus stage's key task"
                    .formatted(sample));
          }
        }
        samples = reader.next(READ);
      }
    }
    return labelled;
  }

  private InvalidInputException none(String split) {
    return new InvalidInputException(
        "no %s record has a label of task %s: make the examples with the corpus stage's key task"
            .formatted(split, config.taskName()));
  }

  /** Copies the first samples to a file of this attempt. */
  private String first(int count) throws IOException {
    String path = "%s/%s.avro".formatted(files.scratch(), UUID.randomUUID());
    int left = count;
    try (SampleReader reader = new SampleReader(files.storage(), files.train());
        var writer =
            RecordFile.writer(
                SpecificRecord.class,
                Modality.union(),
                new BufferedOutputStream(files.storage().create(path)))) {
      List<Sample> samples = reader.next(Math.min(left, READ));
      while (!samples.isEmpty()) {
        for (Sample sample : samples) {
          writer.append(record(sample));
        }
        left -= samples.size();
        samples = reader.next(Math.min(left, READ));
      }
    }
    return path;
  }

  private static SpecificRecord record(Sample sample) {
    return switch (sample.modality()) {
      case PIXEL -> sample.image().orElseThrow();
      case TEXT -> sample.tokens().orElseThrow();
      case PAIR -> new PairSequence(sample.image().orElseThrow(), sample.tokens().orElseThrow());
    };
  }
}
