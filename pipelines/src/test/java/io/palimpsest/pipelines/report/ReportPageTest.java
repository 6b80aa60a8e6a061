package io.palimpsest.pipelines.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palimpsest.model.comparison.MeanInfluence;
import io.palimpsest.schemas.artifact.Checksum;
import io.palimpsest.schemas.record.PatchForecast;
import io.palimpsest.schemas.record.PatchSequence;
import io.palimpsest.schemas.record.PromptExample;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReportPageTest {
  private static final String EVIL = "</script><script>alert('x')</script>\"<!--&";
  private static final Report EMPTY = Report.of("quickstart", Instant.EPOCH);

  /** The page without the chart library, whose text is not ours. */
  private static String own(Report report) {
    return ReportPage.html(report).replace(Resources.echarts(), "");
  }

  private static JsonNode data(String page) throws JsonProcessingException {
    Matcher matcher = Pattern.compile("id=\"data\">(.*?)</script>", Pattern.DOTALL).matcher(page);
    assertThat(matcher.find()).isTrue();
    return new ObjectMapper().readTree(matcher.group(1));
  }

  @Test
  void everyPartIsThere() {
    assertThat(own(SampleReport.full()))
        .contains("<h1>quickstart</h1>", "2 January 2026, 12:00:00 UTC")
        .contains("id=\"workflow\"", "3 min 20 s", "<b>31,532</b> patches")
        .contains("id=\"left-out\"", "<b>12</b> duplicate documents dropped")
        .contains("id=\"samples\"", "europarl.lines.txt@173", "data:image/png;base64,")
        .contains("id=\"scripts\"", "2 scripts in all 2,314 sequences of stage render.")
        .contains("Canadian Aboriginal</span> <span class=\"note\">1,234 missing glyphs")
        .contains("Latin</span> <span class=\"note\">no missing glyphs")
        .contains("id=\"forecasts\"", "loss 0.7012")
        .contains("id=\"loss\"", "id=\"evaluation\"", ">0.719<", "bits per byte")
        .contains("id=\"influence\"", "TracIn-CP fit", "id=\"trajectory-chart\"")
        .contains("id=\"influence-chart\"", "id=\"detection-chart\"", "id=\"cost-chart\"")
        .contains("./palimpsest run workflows/quickstart.yaml", "2.70.0");
  }

  @Test
  void partsWithoutDataAreLeftOut() {
    assertThat(ReportPage.html(EMPTY))
        .contains("<h1>quickstart</h1>")
        .doesNotContain("id=\"workflow\"", "id=\"left-out\"", "id=\"samples\"", "id=\"forecasts\"")
        .doesNotContain("id=\"scripts\"", "id=\"influence\"")
        .doesNotContain("id=\"loss\"", "id=\"evaluation\"", "<h2>", "<script", "<img", "<details");
  }

  @Test
  void aPartNeedsNoOther() {
    Report scores = EMPTY.withEvaluation(Map.of("sst2.accuracy.mean", 0.91));
    assertThat(ReportPage.html(scores))
        .contains("sst2.accuracy.mean", "0.91")
        .doesNotContain("tiles\"");
    Report steps = EMPTY.withSteps(SampleReport.steps(3));
    assertThat(own(steps)).contains("id=\"loss\"").doesNotContain("id=\"workflow\"");
  }

  @Test
  void everythingIsEscaped() throws JsonProcessingException {
    PatchSequence sequence =
        PatchSequence.newBuilder(SampleReport.sequence(0))
            .setDocumentId(EVIL)
            .setText(EVIL)
            .build();
    PatchForecast forecast =
        PatchForecast.newBuilder(SampleReport.forecast(0))
            .setDocumentId(EVIL)
            .setText(EVIL)
            .build();
    Report report =
        Report.of(EVIL, Instant.EPOCH)
            .withReproduction(EVIL, Map.of(EVIL, EVIL))
            .withStages(List.of(SampleReport.stage(EVIL, 1, Map.of(EVIL, 1.5))))
            .withSamples(List.of(sequence))
            .withEvaluation(Map.of(EVIL, 1.0))
            .withForecasts(List.of(forecast));
    String page = own(report);
    assertThat(page).doesNotContain("<script>alert", "alert('x')</", "\"<!--");
    assertThat(page.split("</script>", -1)).hasSize(4);
    assertThat(data(page).at("/workflow/nodes/0/name").asText()).isEqualTo(EVIL);
  }

  @Test
  void examplesOfInfluenceAreEscaped() throws JsonProcessingException {
    InfluenceStudy study = SampleInfluence.study();
    Map<String, PromptExample> evil = new LinkedHashMap<>();
    study
        .examples()
        .forEach(
            (id, each) ->
                evil.put(
                    id, PromptExample.newBuilder(each).setPrompt(EVIL).setAnswer(EVIL).build()));
    Report report =
        EMPTY.withInfluence(
            new InfluenceStudy(
                study.figures(),
                evil,
                study.truth(),
                study.forecasts(),
                study.means(),
                study.grids(),
                study.curves()));
    String page = own(report);
    assertThat(page).doesNotContain("<script>alert", "alert('x')</", "\"<!--");
    assertThat(page.split("</script>", -1)).hasSize(4);
    assertThat(data(page).at("/influence/texts").elements().next().get("prompt").asText())
        .isEqualTo(EVIL);
  }

  @Test
  void partsOfInfluenceWithoutDataAreLeftOut() {
    InfluenceStudy scores =
        new InfluenceStudy(
            SampleInfluence.figures(),
            Map.of(),
            List.of(),
            List.of(),
            new MeanInfluence(),
            Map.of(),
            List.of());
    assertThat(own(EMPTY.withInfluence(scores)))
        .contains("GPTfluence</th>", "id=\"cost-chart\"")
        .doesNotContain("id=\"trajectory-chart\"", "id=\"influence-chart\"", "class=\"ranks\"")
        .doesNotContain("id=\"detection-chart\"", "id=\"evaluation\"");
  }

  @Test
  void theChartLibraryCannotEndItsElement() {
    assertThat(Resources.inScript("'</script>' '</SCRIPT' '<!--'"))
        .isEqualTo("'<\\/script>' '<\\/SCRIPT' '<\\!--'");
  }

  @Test
  void nothingIsLoadedFromElsewhere() {
    String page = own(SampleReport.full());
    assertThat(page).doesNotContain("<link", "@import", "http:", "https:");
    Matcher source = Pattern.compile("(?:src|href)=\"([^\"]*)\"|url\\(([^)]*)\\)").matcher(page);
    assertThat(source.results().map(m -> m.group(1)))
        .hasSize(9)
        .allMatch(url -> url.startsWith("data:image/png;base64,"));
    assertThat(page).contains("content=\"default-src 'none'; script-src 'sha256-");
    assertThat(ReportPage.html(EMPTY)).contains("script-src 'none'");
  }

  @Test
  void thePolicyNamesTheScriptsThatAreThere() {
    String page = ReportPage.html(SampleReport.full());
    Matcher script = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL).matcher(page);
    for (int i = 0; i < 2; i++) {
      assertThat(script.find()).isTrue();
      byte[] digest = Checksum.sha256().digest(script.group(1).getBytes(StandardCharsets.UTF_8));
      assertThat(page).contains("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
    }
    assertThat(script.find()).isFalse();
  }

  @Test
  void equalReportsGiveEqualPages() {
    Map<String, String> forwards = new LinkedHashMap<>();
    Map<String, String> backwards = new LinkedHashMap<>();
    for (int i = 0; i < 20; i++) {
      forwards.put("v" + i, "1");
      backwards.put("v" + (19 - i), "1");
    }
    assertThat(ReportPage.html(SampleReport.full().withReproduction("c", forwards)))
        .isEqualTo(ReportPage.html(SampleReport.full().withReproduction("c", backwards)));
  }

  @Test
  void theChartsDataIsThePagesData() throws JsonProcessingException {
    JsonNode data = data(ReportPage.html(SampleReport.full()));
    JsonNode render = data.at("/workflow/nodes/1");
    assertThat(render.get("figure").asText()).isEqualTo("31,532 patches");
    assertThat(render.at("/place/layer").asInt()).isEqualTo(1);
    assertThat(data.at("/workflow/nodes/0/time").asText()).isEqualTo("reused");
    assertThat(data.at("/loss/step")).hasSize(600);
    assertThat(data.at("/loss/marks/0/name").asText()).isEqualTo("mean patch");
    assertThat(data.at("/workflow/edges")).hasSize(5);
  }
}
