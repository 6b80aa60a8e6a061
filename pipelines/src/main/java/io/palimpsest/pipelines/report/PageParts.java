package io.palimpsest.pipelines.report;

import io.palimpsest.schemas.artifact.Checksum;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Everything that the template asks for, by name. A part that is an empty list is left out. */
final class PageParts {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private PageParts() {}

  static Map<String, Object> of(Report report) {
    Evaluation evaluation = Evaluation.of(report.evaluation());
    Headline headline = Headline.of(report, evaluation);
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("workflow", report.workflow());
    parts.put("generated", TIME.format(report.generated()));
    parts.put("sentence", headline.sentence());
    parts.put("tiles", part(headline.tiles()));
    parts.put("stages", part(report.stages().stream().map(StageRow::of).toList()));
    parts.put("leftOut", part(LeftOut.of(report.stages())));
    pictures(report, parts);
    scores(evaluation, parts);
    List<InfluenceParts> influence = report.influence().map(InfluenceParts::of).stream().toList();
    parts.put("influence", influence);
    parts.put("steps", !report.steps().isEmpty());
    parts.put("command", report.command());
    parts.put("versions", part(List.copyOf(report.versions().entrySet())));
    program(report, evaluation, influence, parts);
    return parts;
  }

  private static void pictures(Report report, Map<String, Object> parts) {
    parts.put("samples", part(report.samples().stream().map(Figure::sample).toList()));
    parts.put("scripts", part(report.scripts()));
    parts.put("forecasts", part(report.forecasts().stream().map(Figure::forecast).toList()));
    parts.put(
        "ghost", report.samples().isEmpty() ? List.of() : List.of(Figure.ghost(report.samples())));
  }

  private static void scores(Evaluation evaluation, Map<String, Object> parts) {
    parts.put("scores", part(ScoreRow.of(evaluation)));
    parts.put("otherScores", part(WorkflowChart.figures(evaluation.others())));
    parts.put("evaluated", !evaluation.scores().isEmpty() || !evaluation.others().isEmpty());
  }

  /** The charts; a page without charts does not carry the library. */
  private static void program(
      Report report,
      Evaluation evaluation,
      List<InfluenceParts> influence,
      Map<String, Object> parts) {
    Map<String, Object> charts = new LinkedHashMap<>();
    WorkflowChart.of(report.stages()).ifPresent(chart -> charts.put("workflow", chart));
    LossCurve.of(report.steps(), evaluation.trivial()).ifPresent(c -> charts.put("loss", c));
    influence.forEach(each -> charts.put("influence", each.charts()));
    parts.put("style", Resources.text("page.css"));
    List<Charts> scripts = charts.isEmpty() ? List.of() : List.of(Charts.of(charts));
    parts.put("charts", scripts);
    parts.put("scriptSources", scripts.isEmpty() ? "'none'" : scripts.get(0).sources());
  }

  /** A list under one name, so that its heading can be left out with it. */
  private static List<Part> part(List<?> rows) {
    return rows.isEmpty() ? List.of() : List.of(new Part(rows));
  }

  record Part(List<?> rows) {}

  record Charts(String data, String library, String script) {
    /** These scripts by their digests, so that no other one runs, wherever it may come from. */
    String sources() {
      return source(library) + " " + source(script);
    }

    private static String source(String script) {
      byte[] digest = Checksum.sha256().digest(script.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    }

    static Charts of(Map<String, Object> data) {
      String script =
          Resources.inScript(
              (data.containsKey("influence") ? Resources.text("influence.js") : "")
                  + Resources.text("page.js"));
      return new Charts(ScriptJson.write(data), Resources.echarts(), script);
    }
  }
}
