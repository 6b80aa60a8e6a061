package io.palimpsest.model.data;

import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.PatchSequence;

/** Whether an image fits a network. */
final class PatchCheck {
  private PatchCheck() {}

  static void check(Sample sample, PatchSequence image, ModelConfig config) {
    int patches = image.getNumPatches();
    int channels = image.getChannels();
    int side = image.getPatchSize();
    require(sample, config.readsPatches(), "is an image, but this network reads tokens only");
    require(sample, patches >= 1, "has no text patch; it needs 1 or more");
    require(
        sample,
        patches <= config.context(),
        "has %d patches and the model's context is %d: render with fewer patches a sequence"
            .formatted(patches, config.context()));
    require(
        sample,
        side == config.patchSize(),
        "has patches of %d px and the model reads %d px".formatted(side, config.patchSize()));
    require(
        sample,
        channels == 1 || channels == config.channels(),
        "has %d channels; 1 or %d can be read".formatted(channels, config.channels()));
    long bytes = (patches + 1L) * side * side * channels;
    require(
        sample,
        image.getPixels().remaining() == bytes,
        "has %d bytes of pixels, but its %d patches and the end patch take %d"
            .formatted(image.getPixels().remaining(), patches, bytes));
  }

  private static void require(Sample sample, boolean holds, String problem) {
    if (!holds) {
      throw new InvalidInputException(sample + " " + problem);
    }
  }
}
