package io.palimpsest.transforms.artifact;

import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.transforms.storage.BeamStorage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Writes the sum of a stage's {@link Outcome}s (as JSON strings) beside its data, where the client
 * finds it on any runner: runners give no results back but done or failed.
 */
public final class WriteOutcome extends PTransform<PCollection<String>, PCollection<String>> {
  private static final long serialVersionUID = 1L;

  private final String path;

  private WriteOutcome(String path) {
    this.path = path;
  }

  public static WriteOutcome of(Attempt attempt) {
    return new WriteOutcome(path(attempt));
  }

  /** Reads what a finished pipeline wrote; one without any part wrote nothing. */
  public static Outcome read(Storage storage, Attempt attempt) throws IOException {
    try (InputStream in = storage.open(path(attempt))) {
      return Outcome.fromJson(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      return Outcome.sum(List.of());
    }
  }

  @Override
  public PCollection<String> expand(PCollection<String> outcomes) {
    return outcomes
        .apply("Together", WithKeys.of(""))
        .apply("Group", GroupByKey.create())
        .apply("Write", ParDo.of(new WriteFn(path)));
  }

  private static String path(Attempt attempt) {
    return attempt.scratch() + "/outcome.json";
  }

  private static final class WriteFn extends DoFn<KV<String, Iterable<String>>, String> {
    private static final long serialVersionUID = 1L;

    private final BeamStorage storage = new BeamStorage();
    private final String path;

    private WriteFn(String path) {
      this.path = path;
    }

    @ProcessElement
    public void process(
        @Element KV<String, Iterable<String>> outcomes, OutputReceiver<String> written)
        throws IOException {
      List<Outcome> parts = new ArrayList<>();
      outcomes.getValue().forEach(json -> parts.add(Outcome.fromJson(json)));
      try (OutputStream out = storage.create(path)) {
        out.write(Outcome.sum(parts).toJson().getBytes(StandardCharsets.UTF_8));
      }
      written.output(path);
    }
  }
}
