package io.palimpsest.pipelines.report;

import io.palimpsest.model.comparison.MeanInfluence;
import io.palimpsest.schemas.record.MislabelCurve;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.Trajectory;
import java.util.List;
import java.util.Map;

/**
 * What a comparison of methods found out about the influence of training examples.
 *
 * @param figures of the comparison by name, such as {@code gptfluence.seen.all_steps_mse}
 * @param examples that runs trained on or were tested with, by id
 * @param truth the trajectories of one test run
 * @param forecasts of the same run by methods, trivial ones among them
 * @param means of influences over test examples and runs
 * @param grids each method's influences in one run, by method
 * @param curves how well methods find wrong answers
 */
record InfluenceStudy(
    Map<String, Double> figures,
    Map<String, PromptExample> examples,
    List<Trajectory> truth,
    List<Trajectory> forecasts,
    MeanInfluence means,
    Map<String, InfluenceGrid> grids,
    List<MislabelCurve> curves) {

  InfluenceStudy {
    figures = Report.sorted(figures);
    examples = Report.sorted(examples);
    truth = List.copyOf(truth);
    forecasts = List.copyOf(forecasts);
    grids = Report.sorted(grids);
    curves = List.copyOf(curves);
  }
}
