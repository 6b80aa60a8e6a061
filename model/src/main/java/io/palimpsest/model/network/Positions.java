package io.palimpsest.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** What all layers need to know about positions: rotary tables, and who sees whom. */
final class Positions {
  private final ModelConfig config;
  private final Precision precision;
  private final TorchScript script;
  private final NDManager manager;
  private final RotaryEmbedding rotary;
  private NDManager kept;
  private NDList tables;

  Positions(ModelConfig config, Precision precision, TorchScript script, NDManager parent) {
    this.config = config;
    this.script = script;
    this.precision = precision;
    this.manager = parent.newSubManager();
    this.rotary = new RotaryEmbedding(config.context(), config.rotarySize(), config.ropeTheta());
    prepare(1);
  }

  /** An array of the products' type. */
  NDArray like() {
    return tables.head();
  }

  /**
   * Cosines, sines and mask for a batch's layer.
   *
   * @param states [B, T, E]
   */
  NDList of(NDArray states, Inputs inputs) {
    int time = Math.toIntExact(states.getShape().get(1));
    prepare(time);
    NDArray mask = config.causal() ? tables.get(2) : hidden(inputs.lengths().orElseThrow(), time);
    return new NDList(tables.get(0), tables.get(1), mask);
  }

  /**
   * Cosines, sines and mask for {@code time} positions behind {@code past} others, in a manager.
   */
  NDList behind(int past, int time, NDManager manager) {
    float[] mask = new float[time * (past + time)];
    for (int row = 0; row < time; row++) {
      for (int column = past + row + 1; column < past + time; column++) {
        mask[row * (past + time) + column] = Float.NEGATIVE_INFINITY;
      }
    }
    NDList all = rotary.tables(manager, past, time);
    all.add(manager.create(mask, new Shape(1, 1, time, past + time)));
    return typed(all);
  }

  /** Makes the tables for sequences of {@code time} positions, unless they are there. */
  private void prepare(int time) {
    if (tables != null && tables.head().getShape().get(0) == time) {
      return;
    }
    if (kept != null) {
      kept.close();
    }
    kept = manager.newSubManager();
    NDList all = rotary.tables(kept, 0, time);
    all.add(kept.create(causal(time), new Shape(time, time)));
    tables = typed(all);
  }

  /** [B, 1, T, T], minus infinity for what is padding. */
  private NDArray hidden(NDArray lengths, int time) {
    NDManager batch = lengths.getManager();
    NDArray columns = batch.arange(0, time, 1, DataType.INT64);
    NDArray padding = columns.reshape(1, time).gte(lengths.reshape(-1, 1));
    NDArray scores = batch.zeros(padding.getShape());
    NDArray mask = NDArrays.where(padding, scores.add(Float.NEGATIVE_INFINITY), scores);
    Shape each = new Shape(mask.getShape().get(0), 1, time, time);
    return script.typed(mask.reshape(-1, 1, 1, time).broadcast(each), precision);
  }

  private NDList typed(NDList arrays) {
    NDList typed = new NDList();
    arrays.forEach(array -> typed.add(script.typed(array, precision)));
    return typed;
  }

  private static float[] causal(int time) {
    float[] values = new float[time * time];
    for (int row = 0; row < time; row++) {
      for (int column = row + 1; column < time; column++) {
        values[row * time + column] = Float.NEGATIVE_INFINITY;
      }
    }
    return values;
  }
}
