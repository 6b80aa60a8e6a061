package io.palimpsest.model.training;

import io.palimpsest.model.data.Position;
import io.palimpsest.model.network.WeightSource;
import io.palimpsest.schemas.record.TrainingStep;
import java.util.List;

/**
 * All that a run needs, beside its configuration, to go on as if it had never stopped.
 *
 * @param position of the data stream
 * @param log one entry for each step taken
 * @param weights the network's, by tensor name
 * @param means first moments of the optimiser, by tensor name
 * @param variances second moments of the optimiser, by tensor name
 */
record TrainingState(
    Position position,
    List<TrainingStep> log,
    WeightSource weights,
    WeightSource means,
    WeightSource variances) {}
