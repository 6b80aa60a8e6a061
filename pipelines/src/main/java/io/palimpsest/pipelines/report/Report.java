package io.palimpsest.pipelines.report;

import io.palimpsest.schemas.record.PatchForecast;
import io.palimpsest.schemas.record.PatchSequence;
import io.palimpsest.schemas.record.TrainingStep;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a report shows. A part without data (an empty list, map or string) is left out of the page.
 *
 * @param workflow the workflow's name
 * @param generated when the report is made; shown to the second in UTC
 * @param command the command line that makes all of it again
 * @param versions names of programs and libraries, and their versions
 * @param stages the workflow's stages in the order in which they ran
 * @param samples rendered text to show as pictures
 * @param scripts samples of each script, for each artifact of rendered text
 * @param steps the training run's log
 * @param evaluation scores by metric name; {@code patch_loss}, {@code patch_loss_mean_patch} and
 *     {@code patch_loss_previous_patch} are set against each other, others are listed
 * @param forecasts predicted next patches to show beside the true ones
 * @param influence what training examples do, as methods see it
 */
public record Report(
    String workflow,
    Instant generated,
    String command,
    Map<String, String> versions,
    List<StageSummary> stages,
    List<PatchSequence> samples,
    List<ScriptSheet> scripts,
    List<TrainingStep> steps,
    Map<String, Double> evaluation,
    List<PatchForecast> forecasts,
    Optional<InfluenceStudy> influence) {

  public Report {
    versions = sorted(versions);
    stages = List.copyOf(stages);
    samples = List.copyOf(samples);
    scripts = List.copyOf(scripts);
    steps = List.copyOf(steps);
    evaluation = sorted(evaluation);
    forecasts = List.copyOf(forecasts);
  }

  /** A report without any part yet; see the {@code with…} methods. */
  public static Report of(String workflow, Instant generated) {
    return new Report(
        workflow,
        generated,
        "",
        Map.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        List.of(),
        Optional.empty());
  }

  /** Equal maps must give equal pages, whatever order they were filled in. */
  static <V> SortedMap<String, V> sorted(Map<String, V> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }

  /** A copy with the command that makes all of it again, and the versions in use. */
  public Report withReproduction(String command, Map<String, String> versions) {
    return new Report(
        workflow,
        generated,
        command,
        versions,
        stages,
        samples,
        scripts,
        steps,
        evaluation,
        forecasts,
        influence);
  }

  /** A copy with other stages. */
  public Report withStages(List<StageSummary> stages) {
    return new Report(
        workflow,
        generated,
        command,
        versions,
        stages,
        samples,
        scripts,
        steps,
        evaluation,
        forecasts,
        influence);
  }

  /** A copy with other rendered samples. */
  public Report withSamples(List<PatchSequence> samples) {
    return new Report(
        workflow,
        generated,
        command,
        versions,
        stages,
        samples,
        scripts,
        steps,
        evaluation,
        forecasts,
        influence);
  }

  /** A copy with other samples of scripts. */
  Report withScripts(List<ScriptSheet> scripts) {
    return new Report(
        workflow,
        generated,
        command,
        versions,
        stages,
        samples,
        scripts,
        steps,
        evaluation,
        forecasts,
        influence);
  }

  /** A copy with another training log. */
  public Report withSteps(List<TrainingStep> steps) {
    return new Report(
        workflow,
        generated,
        command,
        versions,
        stages,
        samples,
        scripts,
        steps,
        evaluation,
        forecasts,
        influence);
  }

  /** A copy with other scores. */
  public Report withEvaluation(Map<String, Double> evaluation) {
    return new Report(
        workflow,
        generated,
        command,
        versions,
        stages,
        samples,
        scripts,
        steps,
        evaluation,
        forecasts,
        influence);
  }

  /** A copy with other forecasts. */
  public Report withForecasts(List<PatchForecast> forecasts) {
    return new Report(
        workflow,
        generated,
        command,
        versions,
        stages,
        samples,
        scripts,
        steps,
        evaluation,
        forecasts,
        influence);
  }

  /** A copy with another study of influence. */
  Report withInfluence(InfluenceStudy influence) {
    return new Report(
        workflow,
        generated,
        command,
        versions,
        stages,
        samples,
        scripts,
        steps,
        evaluation,
        forecasts,
        Optional.of(influence));
  }
}
