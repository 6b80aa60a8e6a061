package io.palimpsest.pipelines.report;

import io.palimpsest.schemas.record.PatchForecast;
import io.palimpsest.schemas.record.PatchSequence;
import io.palimpsest.schemas.record.TrainingStep;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A made-up report with every part. Its main method writes the page to the file that it is given,
 * to be looked at in a browser.
 */
final class SampleReport {
  private static final int SIZE = 16;
  private static final int ADVANCE = 7;
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final List<String> TEXTS =
      List.of(
          "Resumption of the session. I declare resumed the session of the European Parliament"
              + " adjourned on Friday, and I should like once again to wish you a happy new year.",
          "Although, as you will have seen, the dreaded millennium bug failed to materialise, still"
              + " the people in a number of countries suffered a series of natural disasters.",
          "You have requested a debate on this subject in the course of the next few days.",
          "Madam President, on a point of order. You will be aware from the press and television"
              + " that there have been a number of bomb explosions and killings in Sri Lanka.");

  private SampleReport() {}

  public static void main(String[] args) throws IOException {
    Files.writeString(Path.of(args[0]), ReportPage.html(full()));
  }

  static Report full() {
    return Report.of("quickstart", NOON)
        .withReproduction(
            "./palimpsest run workflows/quickstart.yaml",
            Map.of("palimpsest", "0.1.0", "java", "17.0.15", "beam", "2.70.0", "djl", "0.35.1"))
        .withStages(stages())
        .withSamples(IntStream.range(0, 4).mapToObj(SampleReport::sequence).toList())
        .withScripts(List.of(scripts()))
        .withSteps(steps(600))
        .withEvaluation(
            Map.of(
                "patch_loss", 0.7412,
                "patch_loss_mean_patch", 1.0312,
                "patch_loss_previous_patch", 1.4907,
                "bits_per_byte", 2.713))
        .withForecasts(IntStream.range(0, 2).mapToObj(SampleReport::forecast).toList())
        .withInfluence(SampleInfluence.study());
  }

  static ScriptSheet scripts() {
    return new ScriptSheet(
        "render",
        List.of(
            ScriptSample.of("Canadian_Aboriginal", sequence(2), 1234),
            ScriptSample.of("Latin", sequence(3), 0)),
        2314,
        2314);
  }

  static List<StageSummary> stages() {
    return List.of(
        stage("corpus", 2.31, Map.of("documents", 2000.0, "duplicates", 12.0, "rejected", 3.0)),
        stage(
            "render",
            21.4,
            Map.of(
                "documents", 2000.0,
                "sequences", 2314.0,
                "patches", 31532.0,
                "bytes_per_patch", 96.31,
                "missing_glyphs", 0.0,
                "patches_per_second", 12345.6),
            "corpus"),
        stage("shuffle", 3.02, Map.of("records", 2314.0, "shards", 8.0), "render"),
        stage(
            "pretrain",
            200.2,
            Map.of("steps", 600.0, "final_loss", 0.7533, "patches_per_second", 1893.2),
            "shuffle"),
        stage(
            "evaluate",
            8.9,
            Map.of("patch_loss", 0.7412, "bits_per_byte", 2.713),
            "pretrain",
            "shuffle"));
  }

  static StageSummary stage(
      String name, double seconds, Map<String, Double> metrics, String... inputs) {
    String print = String.format("%016x", new Random(name.hashCode()).nextLong()).repeat(4);
    return new StageSummary(
        name,
        name,
        name.equals("corpus") ? StageSummary.State.REUSED : StageSummary.State.EXECUTED,
        seconds,
        metrics,
        print,
        "workspace/artifacts/" + name + "/" + print,
        List.of(inputs));
  }

  static List<TrainingStep> steps(int count) {
    Random random = new Random(7);
    List<TrainingStep> steps = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      double loss = 0.74 + 0.55 * Math.exp(-i / (count / 8.0)) + 0.03 * random.nextGaussian();
      double warm = Math.min(1, i / (count / 12.0));
      double rate = 3e-4 * warm * (0.55 + 0.45 * Math.cos(Math.PI * i / count));
      steps.add(
          new TrainingStep(
              i, (float) loss, (float) rate, 1f, 1024L * i, 0.33f, 0L, null, null, 0f));
    }
    return steps;
  }

  static PatchSequence sequence(int index) {
    String text = TEXTS.get(index);
    byte[] pixels = render(text);
    return PatchSequence.newBuilder()
        .setDocumentId("europarl.lines.txt@" + index * 173)
        .setIndex(index % 2)
        .setText(text)
        .setStart(0)
        .setNumPatches(pixels.length / (SIZE * SIZE) - 1)
        .setPatchSize(SIZE)
        .setChannels(1)
        .setPixels(ByteBuffer.wrap(pixels))
        .build();
  }

  static PatchForecast forecast(int index) {
    byte[] all = render(TEXTS.get(index));
    byte[] truth = java.util.Arrays.copyOfRange(all, SIZE * SIZE, all.length);
    Random random = new Random(index);
    byte[] predicted = new byte[truth.length];
    for (int i = 0; i < truth.length; i++) {
      int other = truth[Math.max(0, i - 1)] & 0xFF;
      double mixed = 0.45 * (truth[i] & 0xFF) + 0.4 * other + 30 + 14 * random.nextGaussian();
      predicted[i] = (byte) Math.max(0, Math.min(255, mixed));
    }
    return PatchForecast.newBuilder()
        .setDocumentId("europarl.lines.txt@" + index * 173)
        .setIndex(0)
        .setText(TEXTS.get(index))
        .setPatchSize(SIZE)
        .setChannels(1)
        .setTruth(ByteBuffer.wrap(truth))
        .setPredicted(ByteBuffer.wrap(predicted))
        .setLoss(0.7012f + index * 0.09f)
        .build();
  }

  /** Made-up letters, so that no font is needed, then a black patch. */
  private static byte[] render(String text) {
    int count = (text.length() * ADVANCE + 4 + SIZE - 1) / SIZE;
    byte[] pixels = new byte[(count + 1) * SIZE * SIZE];
    for (int i = 0; i < count * SIZE * SIZE; i++) {
      int x = i / (SIZE * SIZE) * SIZE + i % SIZE;
      pixels[i] = (byte) (ink(text, x - 2, i / SIZE % SIZE - 4) ? 0 : 255);
    }
    return pixels;
  }

  private static boolean ink(String text, int x, int y) {
    int letter = Math.floorDiv(x, ADVANCE);
    int column = Math.floorMod(x, ADVANCE);
    if (letter < 0 || letter >= text.length() || column > 4 || y < 0 || y > 7) {
      return false;
    }
    char c = text.charAt(letter);
    return c != ' ' && (c * 31 + y / 2 * 7 + column / 2 * 13) * 0x9E3779B9 >>> 28 < 8;
  }
}
