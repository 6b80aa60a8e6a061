package io.palimpsest.pipelines.run;

import io.palimpsest.transforms.progress.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows a stage's progress: a live line on a terminal, a plain line now and then elsewhere. */
final class Console implements AutoCloseable {
  private static final Duration LIVE = Duration.ofMillis(300);
  private static final Duration PLAIN = Duration.ofSeconds(15);

  private final String stage;
  private final Progress progress;
  private final PrintStream out;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Console::daemon);
  private final ProgressBar bar;
  private final long began = System.nanoTime();

  private Console(String stage, Progress progress, PrintStream out) {
    this.stage = stage;
    this.progress = progress;
    this.out = out;
    this.bar = System.console() == null ? null : bar(stage);
  }

  static Console watch(String stage, Progress progress) {
    Console console = new Console(stage, progress, System.err);
    long millis = (console.bar == null ? PLAIN : LIVE).toMillis();
    console.clock.scheduleAtFixedRate(console::show, millis, millis, TimeUnit.MILLISECONDS);
    return console;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    if (bar != null) {
      show();
      bar.close();
    }
  }

  private void show() {
    if (bar == null) {
      out.println(plainLine());
      return;
    }
    bar.maxHint(progress.total() > 0 ? progress.total() : -1);
    bar.stepTo(progress.done());
    bar.setExtraMessage(progress.note());
  }

  private String plainLine() {
    double seconds = (System.nanoTime() - began) / 1e9;
    String total = progress.total() > 0 ? " of %,d".formatted(progress.total()) : "";
    return "  %s: %,d%s, %,.0f/s, %.0f s %s"
        .formatted(
            stage, progress.done(), total, progress.done() / seconds, seconds, progress.note())
        .stripTrailing();
  }

  private static ProgressBar bar(String stage) {
    return new ProgressBarBuilder()
        .setTaskName("%-10s".formatted(stage))
        .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
        .setInitialMax(-1)
        .showSpeed()
        .setUpdateIntervalMillis((int) LIVE.toMillis())
        .clearDisplayOnFinish()
        .build();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "palimpsest-console");
    thread.setDaemon(true);
    return thread;
  }
}
