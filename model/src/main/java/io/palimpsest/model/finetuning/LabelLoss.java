package io.palimpsest.model.finetuning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.palimpsest.model.data.Batch;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.model.task.Task;
import io.palimpsest.model.training.Trainer;
import java.util.Optional;

/**
 * The mean over a step's examples of the cross-entropy of classes, in nats, or of the squared error
 * of a number; of a part of a step its share.
 */
final class LabelLoss implements Trainer.PartLoss {
  private final Transformer network;
  private final Task task;
  private final int examples;

  /**
   * @param examples in a whole step
   */
  LabelLoss(Transformer network, Task task, int examples) {
    this.network = network;
    this.task = task;
    this.examples = examples;
  }

  @Override
  public Trainer.Loss of(Batch part, NDManager arrays) {
    Batch.Arrays batch = part.arrays(arrays);
    NDArray states = network.states(batch.inputs());
    NDArray scores = network.labels(states, batch.labels().orElseThrow().at());
    double[] targets =
        part.samples().stream().mapToDouble(sample -> target(task, sample)).toArray();
    NDArray errors =
        task.isRegression() ? squared(scores, targets, arrays) : entropy(scores, targets, arrays);
    return new Trainer.Loss(errors.sum().div(examples), Optional.empty(), Optional.empty());
  }

  /**
   * What a labelled sample's network has to predict.
   *
   * @throws io.palimpsest.schemas.InvalidInputException if its label is none of the task's
   */
  static double target(Task task, Sample sample) {
    String id = sample.documentId();
    return task.target(task.canonical(sample.label().orElseThrow(), id), id);
  }

  private NDArray entropy(NDArray scores, double[] targets, NDManager arrays) {
    long[] classes = new long[targets.length];
    for (int i = 0; i < targets.length; i++) {
      classes[i] = (long) targets[i];
    }
    return network.script().tokenErrors(scores, arrays.create(classes));
  }

  private static NDArray squared(NDArray scores, double[] targets, NDManager arrays) {
    float[] numbers = new float[targets.length];
    for (int i = 0; i < targets.length; i++) {
      numbers[i] = (float) targets[i];
    }
    return scores.reshape(-1).sub(arrays.create(numbers)).square();
  }
}
