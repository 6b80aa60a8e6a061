package io.palimpsest.transforms.tokenizing;

import io.palimpsest.model.tokenizer.Tokenizer;
import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.artifact.Shard;
import io.palimpsest.schemas.artifact.ShardWriter;
import io.palimpsest.schemas.record.Document;
import io.palimpsest.schemas.record.LabeledExample;
import io.palimpsest.schemas.record.PairSequence;
import io.palimpsest.schemas.record.PatchSequence;
import io.palimpsest.schemas.record.TokenSequence;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.artifact.Outcome;
import io.palimpsest.transforms.progress.Progress;
import io.palimpsest.transforms.storage.BeamStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalLong;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Tokenizes every shard of documents, labelled examples or images of text to a shard of the same
 * name, in the same order: no grouping, and at any parallelism the same bytes.
 *
 * <p>Returns {@link Outcome}s as JSON with the figures {@code documents} (or examples, or images),
 * {@code sequences}, {@code tokens} (of text, markers not counted), {@code bytes} (of text in
 * UTF-8), {@code truncated} (examples and images with more text than tokens) and {@code
 * worker_seconds}.
 */
public final class TokenizeDocuments
    extends PTransform<PCollection<InputShard>, PCollection<String>> {
  private static final long serialVersionUID = 1L;

  /** What the shards hold. */
  public enum Records {
    DOCUMENTS(TokenSequence.getClassSchema()),
    EXAMPLES(TokenSequence.getClassSchema()),
    IMAGES(PairSequence.getClassSchema());

    private final Schema made;

    Records(Schema made) {
      this.made = made;
    }

    /** The records that are made of them. */
    public Schema made() {
      return made;
    }
  }

  private final TokenizerFile tokenizer;
  private final int maxTokens;
  private final Records records;
  private final Attempt attempt;

  private TokenizeDocuments(
      TokenizerFile tokenizer, int maxTokens, Records records, Attempt attempt) {
    this.tokenizer = tokenizer;
    this.maxTokens = maxTokens;
    this.records = records;
    this.attempt = attempt;
  }

  /**
   * @param maxTokens the most ids of a sequence, markers counted
   */
  public static TokenizeDocuments with(
      TokenizerFile tokenizer, int maxTokens, Records records, Attempt attempt) {
    return new TokenizeDocuments(tokenizer, maxTokens, records, attempt);
  }

  @Override
  public PCollection<String> expand(PCollection<InputShard> shards) {
    return shards.apply(
        "Tokenize", ParDo.of(new TokenizeFn(tokenizer, maxTokens, records, attempt)));
  }

  private static final class TokenizeFn extends DoFn<InputShard, String> {
    private static final long serialVersionUID = 1L;

    private final TokenizerFile file;
    private final int maxTokens;
    private final Records records;
    private final Attempt attempt;
    private transient Tokenizer tokenizer;
    private transient SequenceTokenizer sequences;

    private TokenizeFn(TokenizerFile file, int maxTokens, Records records, Attempt attempt) {
      this.file = file;
      this.maxTokens = maxTokens;
      this.records = records;
      this.attempt = attempt;
    }

    @Setup
    public void load() {
      tokenizer = file.open();
      sequences = new SequenceTokenizer(tokenizer, maxTokens);
    }

    @Teardown
    public void release() {
      if (tokenizer != null) {
        tokenizer.close();
      }
    }

    @ProcessElement
    public void process(@Element InputShard shard, OutputReceiver<String> outcomes)
        throws IOException {
      long began = System.nanoTime();
      TokenFigures figures = new TokenFigures();
      ShardWriter written = new ShardWriter(new BeamStorage(), attempt);
      try (DataFileWriter<SpecificRecord> out =
          RecordFile.writer(SpecificRecord.class, records.made(), written)) {
        switch (records) {
          case DOCUMENTS -> shard.forEach(Document.class, each -> tokenize(each, out, figures));
          case EXAMPLES ->
              shard.forEach(LabeledExample.class, each -> tokenize(each, out, figures));
          case IMAGES -> shard.forEach(PatchSequence.class, each -> tokenize(each, out, figures));
        }
      }
      Shard named =
          written.finish(shard.name(), shard.split(), OptionalLong.of(figures.sequences()));
      double seconds = (System.nanoTime() - began) / 1e9;
      outcomes.output(new Outcome(List.of(named), figures.metrics(seconds)).toJson());
    }

    private void tokenize(
        Document document, DataFileWriter<SpecificRecord> out, TokenFigures figures) {
      sequences.tokenize(
          document,
          sequence -> {
            append(out, sequence);
            figures.addSequence(sequence);
          });
      done(figures, false);
    }

    private void tokenize(
        LabeledExample example, DataFileWriter<SpecificRecord> out, TokenFigures figures) {
      TokenSequence sequence = sequences.tokenize(example);
      append(out, sequence);
      figures.addSequence(sequence);
      String pair = example.getTextPair();
      int length = example.getText().length() + (pair == null ? 0 : pair.length());
      done(figures, sequence.getText().length() < length);
    }

    private void tokenize(
        PatchSequence image, DataFileWriter<SpecificRecord> out, TokenFigures figures) {
      PairSequence pair = sequences.tokenize(image);
      append(out, pair);
      figures.addSequence(pair.getTokens());
      done(figures, pair.getTokens().getText().length() < image.getText().length());
    }

    private void done(TokenFigures figures, boolean truncated) {
      figures.addDocument(truncated);
      Progress.of(attempt.directory()).add(1);
    }

    private static void append(DataFileWriter<SpecificRecord> out, SpecificRecord record) {
      try {
        out.append(record);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
