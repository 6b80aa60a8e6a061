package io.palimpsest.transforms.artifact;

import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.transforms.storage.BeamStorage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/** Copies a small shard of an input, so that the artifact is whole without it. */
public final class CopyShard extends PTransform<PBegin, PCollection<String>> {
  private static final long serialVersionUID = 1L;

  private final InputShard shard;
  private final String name;
  private final Attempt attempt;

  private CopyShard(InputShard shard, String name, Attempt attempt) {
    this.shard = shard;
    this.name = name;
    this.attempt = attempt;
  }

  /**
   * @param name that the copy has
   */
  public static CopyShard of(InputShard shard, String name, Attempt attempt) {
    return new CopyShard(shard, name, attempt);
  }

  @Override
  public PCollection<String> expand(PBegin begin) {
    return begin
        .apply("Shard", Create.of(shard).withCoder(SerializableCoder.of(InputShard.class)))
        .apply("Copy", ParDo.of(new CopyFn(name, attempt)));
  }

  private static final class CopyFn extends DoFn<InputShard, String> {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final Attempt attempt;

    private CopyFn(String name, Attempt attempt) {
      this.name = name;
      this.attempt = attempt;
    }

    @ProcessElement
    public void process(@Element InputShard shard, OutputReceiver<String> outcomes)
        throws IOException {
      Storage storage = new BeamStorage();
      String to = attempt.data() + "/" + name;
      try (InputStream in = storage.open(shard.path());
          OutputStream out = storage.create(to)) {
        in.transferTo(out);
      }
      outcomes.output(WrittenFiles.outcome(storage, attempt, List.of(to), Map.of()).toJson());
    }
  }
}
