package io.palimpsest.model.prompt;

import io.palimpsest.schemas.artifact.Checksum;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.PromptExample;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The examples of one task that may be chosen. Those to train on come from the beginning of the
 * order of the training files; those to test with from the development files and, when these are
 * used up or not there, from the end of the training files: a greater number of the ones leaves the
 * others as they are.
 */
final class TaskPool {
  private static final String CHOICE = "choice";

  private final PromptTask task;
  private final int maxBytes;
  private final Pool training;
  private final Pool development;
  private final Set<Long> prompts = new HashSet<>();
  private long passedOver;
  private long duplicates;

  TaskPool(PromptTask task, PromptConfig config) {
    this.task = task;
    this.maxBytes = config.maxBytes();
    SeededOrder order = new SeededOrder(config.seed(), CHOICE);
    this.training = new Pool(order, config.total());
    this.development = new Pool(order, config.total());
  }

  void add(Optional<PromptExample> example, boolean ofTraining) {
    if (example.isEmpty() || bytes(example.get()) > maxBytes) {
      passedOver++;
    } else if (!prompts.add(hash(example.get().getPrompt()))) {
      duplicates++;
    } else {
      (ofTraining ? training : development).add(example.get());
    }
  }

  PromptTask task() {
    return task;
  }

  long passedOver() {
    return passedOver;
  }

  long duplicates() {
    return duplicates;
  }

  Optional<PromptExample> take(ExampleRole role) {
    return switch (role) {
      case TRAIN, TRAIN_UNSEEN -> training.takeFirst();
      case TEST, TEST_UNSEEN -> development.takeFirst().or(training::takeLast);
    };
  }

  /** What there is, for messages. */
  String contents() {
    return "task %s has %d examples in its training files and %d in its development files, %d longer than max-bytes %d or blank and %d with a prompt that was there before are passed over"
        .formatted(
            task.name(), training.size(), development.size(), passedOver, maxBytes, duplicates);
  }

  private static int bytes(PromptExample example) {
    return (example.getPrompt() + example.getAnswer()).getBytes(StandardCharsets.UTF_8).length;
  }

  /** Of the prompts only these are kept: two of millions hardly ever share one. */
  private static long hash(String prompt) {
    return ByteBuffer.wrap(Checksum.sha256().digest(prompt.getBytes(StandardCharsets.UTF_8)))
        .getLong();
  }
}
