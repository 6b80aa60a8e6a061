package io.palimpsest.pipelines.cli;

import io.palimpsest.model.generation.ImagePatches;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.PatchSequence;
import io.palimpsest.transforms.rendering.RenderConfig;
import io.palimpsest.transforms.rendering.TextRenderer;
import java.util.ArrayList;
import java.util.List;

/** Draws prompts as the render stage draws documents by default. */
final class PromptImage {
  private PromptImage() {}

  /**
   * The text patches of a prompt, for a network that reads patches.
   *
   * @throws InvalidInputException if the prompt takes more patches than the network reads
   */
  static ImagePatches of(String prompt, ModelConfig network) {
    if (!network.readsPatches()) {
      throw new InvalidInputException(
          "the network reads tokens only; for images use a PixelGPT, MonoGPT or DualGPT");
    }
    RenderConfig paper = RenderConfig.defaults();
    double points = paper.pointSize() * network.patchSize() / paper.patchSize();
    List<PatchSequence> windows = new ArrayList<>();
    try (TextRenderer renderer = new TextRenderer(paper.withSizes(points, network.patchSize()))) {
      renderer.render("prompt", prompt, windows::add);
    }
    ImagePatches image = ImagePatches.ofText(windows.get(0));
    if (windows.size() > 1 || image.count() > network.context()) {
      throw new InvalidInputException(
          "the prompt takes more patches than the network's context, %d: give a shorter prompt"
              .formatted(network.context()));
    }
    return image;
  }

  /**
   * The patches that also an image of a longer text with this beginning has: all but the last,
   * where the paper behind the text says that it ends there.
   */
  static ImagePatches beginning(ImagePatches image) {
    return image.first(Math.max(1, image.count() - 1));
  }
}
