package io.palimpsest.transforms.baseline;

import java.util.Collection;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.dataset.MinimumCardinalityDataset;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.sgd.objectives.SquaredLoss;

/**
 * Logistic or linear regression over binary features, trained by AdaGrad (Tribuo's {@code
 * LinearSGDTrainer}). The same examples in the same order and the same seed give the same model.
 *
 * @param <T> what Tribuo calls the kind of a target
 */
final class LinearModel<T extends Output<T>> {
  private static final int EPOCHS = 5;

  /** Held, as a logger that nobody holds forgets its level; it tells nothing but counts. */
  private static final Logger TRAINER =
      Logger.getLogger("org.tribuo.common.sgd.AbstractSGDTrainer");

  static {
    TRAINER.setLevel(Level.WARNING);
  }

  /** A feature that one example alone has says nothing about others. */
  private static final int LEAST_EXAMPLES = 2;

  private final OutputFactory<T> kind;
  private final DoubleFunction<T> output;
  private final ToDoubleFunction<T> number;
  private final Model<T> model;

  /**
   * An example.
   *
   * @param features that it has, at least one that all have
   * @param target a label's index or a number
   */
  record Item(Collection<String> features, double target) {}

  private LinearModel(
      OutputFactory<T> kind,
      DoubleFunction<T> output,
      ToDoubleFunction<T> number,
      Trainer<T> trainer,
      List<Item> items) {
    this.kind = kind;
    this.output = output;
    this.number = number;
    this.model = train(trainer, items);
  }

  /** Logistic regression; targets are indices. */
  static LinearModel<Label> classifier(List<Item> items, long seed) {
    return new LinearModel<>(
        new LabelFactory(),
        target -> new Label(Integer.toString((int) target)),
        label -> Integer.parseInt(label.getLabel()),
        new org.tribuo.classification.sgd.linear.LinearSGDTrainer(
            new LogMulticlass(), new AdaGrad(0.5), EPOCHS, Integer.MAX_VALUE, 1, seed),
        items);
  }

  /** Linear regression with squared loss. */
  static LinearModel<Regressor> regressor(List<Item> items, long seed) {
    return new LinearModel<>(
        new RegressionFactory(),
        target -> new Regressor(Regressor.DEFAULT_NAME, target),
        regressor -> regressor.getValues()[0],
        new org.tribuo.regression.sgd.linear.LinearSGDTrainer(
            new SquaredLoss(), new AdaGrad(0.1), EPOCHS, Integer.MAX_VALUE, 1, seed),
        items);
  }

  /** The likeliest index, or the number. */
  double predict(Collection<String> features) {
    return number.applyAsDouble(
        model.predict(example(features, kind.getUnknownOutput())).getOutput());
  }

  private Model<T> train(Trainer<T> trainer, List<Item> items) {
    MutableDataset<T> data =
        new MutableDataset<>(new SimpleDataSourceProvenance("examples", kind), kind);
    for (Item item : items) {
      data.add(example(item.features(), output.apply(item.target())));
    }
    return trainer.train(new MinimumCardinalityDataset<>(data, LEAST_EXAMPLES));
  }

  private ArrayExample<T> example(Collection<String> features, T target) {
    ArrayExample<T> example = new ArrayExample<>(target);
    features.forEach(name -> example.add(name, 1));
    return example;
  }
}
