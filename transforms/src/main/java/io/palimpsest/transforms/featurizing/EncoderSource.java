package io.palimpsest.transforms.featurizing;

import io.palimpsest.model.DeviceChoice;
import io.palimpsest.model.Torch;
import io.palimpsest.model.encoder.MiniLmEncoder;
import io.palimpsest.model.encoder.Pooling;
import io.palimpsest.model.encoder.SubjectEncoder;
import io.palimpsest.model.encoder.TextEncoder;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.transforms.tokenizing.TokenizerFile;
import java.io.IOException;
import java.io.Serializable;

/** Where an encoder comes from. */
public sealed interface EncoderSource extends Serializable {
  /** The encoder, to be closed by the caller. */
  TextEncoder open(Storage storage, int threads) throws IOException;

  /** all-MiniLM-L6-v2. */
  record MiniLm() implements EncoderSource {
    @Override
    public TextEncoder open(Storage storage, int threads) {
      return new MiniLmEncoder(threads);
    }
  }

  /**
   * A language model's own states.
   *
   * @param checkpoint its directory
   * @param digest of its weights and tokenizer
   */
  record Subject(
      String checkpoint,
      String digest,
      TokenizerFile tokenizer,
      Pooling pooling,
      DeviceChoice device)
      implements EncoderSource {
    @Override
    public TextEncoder open(Storage storage, int threads) throws IOException {
      Torch.useThreads(threads);
      Torch.useDevice(device);
      return new SubjectEncoder(storage, checkpoint, tokenizer.open(), pooling, digest);
    }
  }
}
