package io.palimpsest.transforms.source;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Hands the parts of the work, such as shards or training runs, to workers.
 *
 * <pre>{@code
 * pipeline.apply("Shards", HandOut.of(shards, SerializableCoder.of(InputShard.class)))
 * }</pre>
 *
 * <p>Flink gives the elements of a source to all of its slots. Dataflow splits a source by bytes,
 * and a list of names has few: all would stay in one worker, fused with what reads them. Where
 * {@link SourceOptions#isSpreadSources} says so they are shuffled once, each under a key of its
 * own, its number: the same in every attempt.
 */
public final class HandOut<T> extends PTransform<PBegin, PCollection<T>> {
  private static final long serialVersionUID = 1L;

  private final List<T> parts;
  private final Coder<T> coder;

  private HandOut(List<T> parts, Coder<T> coder) {
    this.parts = List.copyOf(parts);
    this.coder = coder;
  }

  /**
   * @param parts whose order does not matter
   */
  public static <T> HandOut<T> of(List<? extends T> parts, Coder<T> coder) {
    return new HandOut<>(List.copyOf(parts), coder);
  }

  @Override
  public PCollection<T> expand(PBegin begin) {
    SourceOptions options = begin.getPipeline().getOptions().as(SourceOptions.class);
    if (!options.isSpreadSources() || parts.size() < 2) {
      return begin.apply("Parts", Create.of(parts).withCoder(coder));
    }
    List<KV<Integer, T>> numbered = new ArrayList<>();
    for (T part : parts) {
      numbered.add(KV.of(numbered.size(), part));
    }
    return begin
        .apply("Parts", Create.of(numbered).withCoder(KvCoder.of(VarIntCoder.of(), coder)))
        .apply("Spread", Reshuffle.of())
        .apply("Unnumber", Values.create())
        .setCoder(coder);
  }
}
