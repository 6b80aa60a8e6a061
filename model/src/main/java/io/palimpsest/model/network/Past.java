package io.palimpsest.model.network;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/** The keys and values of the positions that a generation has seen, [B, H, S, D] in each layer. */
public final class Past implements AutoCloseable {
  private final NDManager manager;
  private final List<NDList> layers = new ArrayList<>();

  Past(ModelConfig config, Precision precision, TorchScript script, int batch, NDManager parent) {
    this.manager = parent.newSubManager();
    Shape none = new Shape(batch, config.heads(), 0, config.headSize());
    for (int i = 0; i < config.layers(); i++) {
      layers.add(
          new NDList(
              script.typed(manager.zeros(none), precision),
              script.typed(manager.zeros(none), precision)));
    }
  }

  /** S, the number of positions seen. */
  public int length() {
    return Math.toIntExact(layers.get(0).head().getShape().get(2));
  }

  NDList layer(int index) {
    return layers.get(index);
  }

  void replace(int index, NDList keysAndValues) {
    layers.get(index).close();
    keysAndValues.attach(manager);
    layers.set(index, keysAndValues);
  }

  @Override
  public void close() {
    manager.close();
  }
}
