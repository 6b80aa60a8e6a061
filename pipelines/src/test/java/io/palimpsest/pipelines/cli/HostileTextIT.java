package io.palimpsest.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents that try to run scripts in the report, or to command the terminal. */
class HostileTextIT {
  private static final String SCRIPT = "document.title='PLANTED'";
  private static final List<String> TEXTS =
      List.of(
          "<script>" + SCRIPT + "</script>",
          "</script><script>" + SCRIPT + "</script>",
          "</code></pre><img src=x onerror=\\\"" + SCRIPT + "\\\">",
          "\\\" onmouseover=\\\"" + SCRIPT + "\\\" autofocus onfocus=\\\"" + SCRIPT,
          "<a href='javascript:" + SCRIPT + "'>x</a> \\u2028 <!-- {{{workflow}}}",
          "<svg onload=" + SCRIPT + "> <iframe srcdoc='<script>parent." + SCRIPT + "</script>'>");

  @TempDir Path directory;

  @Test
  void noScriptOfADocumentRunsInTheReport() throws Exception {
    Path page = report();
    String html = Files.readString(page);
    assertThat(html).contains("&lt;script&gt;", "script-src &#39;sha256-".replace("&#39;", "'"));
    assertThat(html).doesNotContain("<script>document", "<img src=x", "<svg onload", "<iframe");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/chromium")), "needs chromium to open the page");
    String shown = inBrowser(page);
    assertThat(shown).contains("<title>Report of &lt;b&gt; · Palimpsest report</title>");
    // The charts, whose scripts are the page's own, are there.
    assertThat(shown).contains("<svg");
    assertThat(shown.substring(shown.indexOf("<title>"), shown.indexOf("</title>")))
        .doesNotContain("PLANTED");
    // Proof that the browser would have run one and that the policy alone stops it, too.
    String evil = html.replace("<header>", "<header><script>" + SCRIPT + "</script>");
    String open = evil.replaceFirst("<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "");
    assertThat(inBrowser(Files.writeString(directory.resolve("open.html"), open)))
        .contains("<title>PLANTED</title>");
    assertThat(inBrowser(Files.writeString(directory.resolve("evil.html"), evil)))
        .contains("<title>Report of &lt;b&gt; · Palimpsest report</title>");
  }

  @Test
  void aTerminalSeesNoControlSequence() throws IOException {
    String name = "a\u001b]0;x\u0007\u009b31m.jsonl";
    Files.writeString(
        directory.resolve(name), "{\"text\": \"red \\u001b[31m\\u009b2J\\u007f\"}\n{\"text\": \n");
    CommandLineRunner.Result run =
        run(workflow(directory.resolve("a*.jsonl").toString()), "--set", "corpus.max-rejected=1");
    assertThat(run.exit()).as(run.err()).isZero();
    CommandLineRunner.Result show =
        CommandLineRunner.run("show", "corpus", "--workspace", workspace(), "--records", "9");
    assertThat(show.out()).contains("red [31m", "broken JSON");
    CommandLineRunner.Result refused =
        CommandLineRunner.run("show", "no\u001b[2Jstage\u009b", "--workspace", workspace());
    assertThat(refused.exit()).isEqualTo(2);
    for (String text : List.of(run.out(), run.err(), show.out(), show.err(), refused.err())) {
      assertThat(text.codePoints())
          .noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t');
    }
  }

  private Path report() throws IOException {
    StringBuilder lines = new StringBuilder();
    TEXTS.forEach(text -> lines.append("{\"text\": \"").append(text).append("\"}\n"));
    Path input = directory.resolve("\"><script>" + SCRIPT.replace('/', ' ') + "<b>.jsonl");
    Files.writeString(input, lines);
    CommandLineRunner.Result run = run(workflow(directory + "/*.jsonl"));
    assertThat(run.exit()).as(run.err()).isZero();
    try (Stream<Path> files = Files.walk(Path.of(workspace(), "artifacts/report"))) {
      return files.filter(file -> file.endsWith("index.html")).findFirst().orElseThrow();
    }
  }

  private Path workflow(String input) throws IOException {
    return Files.writeString(
        directory.resolve("w.yaml"),
        """
        name: hostile
        stages:
          corpus: {type: corpus, input: '%s'}
          render: {type: render, from: corpus}
          report: {type: report, from: render, title: "Report of <b>"}
        """
            .formatted(input));
  }

  private CommandLineRunner.Result run(Path workflow, String... more) {
    List<String> args =
        Stream.concat(
                Stream.of("run", workflow.toString(), "--workspace", workspace()), Stream.of(more))
            .toList();
    return CommandLineRunner.run(args);
  }

  private String workspace() {
    return directory.resolve("workspace").toString();
  }

  private String inBrowser(Path page) throws Exception {
    Process chromium =
        new ProcessBuilder(
                "/usr/bin/chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--user-data-dir=" + directory.resolve("profile"),
                "--virtual-time-budget=3000",
                "--dump-dom",
                page.toUri().toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String dom = new String(chromium.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(chromium.waitFor()).isZero();
    return dom;
  }
}
