package io.palimpsest.pipelines.cli;

import io.palimpsest.model.DeviceChoice;
import io.palimpsest.model.Torch;
import io.palimpsest.model.generation.GeneratedPatches;
import io.palimpsest.model.generation.Generation;
import io.palimpsest.model.generation.ImagePatches;
import io.palimpsest.model.generation.Sampling;
import io.palimpsest.model.tokenizer.Tokenizer;
import io.palimpsest.pipelines.image.PatchImage;
import io.palimpsest.pipelines.image.Patches;
import io.palimpsest.pipelines.image.Png;
import io.palimpsest.pipelines.run.Workspace;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.transforms.tokenizing.TokenizerFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code palimpsest generate}. */
@Command(
    name = "generate",
    description =
        "Continue a prompt with a checkpoint: as text, or as an image (--image), or write text behind its image (--read).",
    mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
  private static final int PADDED_MULTIPLE = 64;
  private static final int MOST_PADDING = 512;

  @Parameters(
      index = "0",
      paramLabel = "CHECKPOINT_OR_STAGE",
      description = "A checkpoint's directory, or a stage of a run in the workspace.")
  private String subject;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      required = true,
      description = "The text to begin with.")
  private String prompt;

  @Option(
      names = "--image",
      description =
          "Draw the prompt and continue the image behind its last full patch, to the file of --png.")
  private boolean image;

  @Option(
      names = "--read",
      description = "Draw the prompt, show its image alone, and write text behind it (DualGPT).")
  private boolean read;

  @Option(names = "--png", paramLabel = "FILE", description = "Where --image draws to.")
  private Optional<Path> png = Optional.empty();

  @Option(
      names = "--max-patches",
      paramLabel = "N",
      defaultValue = "32",
      description = "The most patches to draw (default: ${DEFAULT-VALUE}).")
  private int maxPatches;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      defaultValue = "100",
      description = "The most tokens to write (default: ${DEFAULT-VALUE}).")
  private int maxTokens;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "0",
      description =
          "How daring the choice of tokens is; 0 always takes the most likely (default: ${DEFAULT-VALUE}).")
  private double temperature;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      defaultValue = "1",
      description =
          "Choose among the fewest tokens that together are this likely (default: ${DEFAULT-VALUE}).")
  private double topP;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description = "Of the choice of tokens (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--tokenizer",
      paramLabel = "bytes|FILE",
      defaultValue = TokenizerFile.BYTES,
      description = "The one that the network was trained with (default: ${DEFAULT-VALUE}).")
  private String tokenizer;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "auto",
      description = "auto, cpu or cuda (default: ${DEFAULT-VALUE}).")
  private DeviceChoice device;

  @Mixin private WorkspaceOptions workspace;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    requireWhole();
    Sampling sampling = new Sampling(temperature, topP, seed);
    Workspace space = workspace.open();
    String checkpoint = CheckpointLookup.find(space, subject);
    Torch.useThreads(Runtime.getRuntime().availableProcessors());
    Torch.useDevice(device);
    PrintWriter out = spec.commandLine().getOut();
    try (Generation generation = Generation.open(space.store().storage(), checkpoint)) {
      out.println(
          Printable.of(image ? draw(generation, png.orElseThrow()) : write(generation, sampling)));
    }
    out.flush();
    return ExitCode.DONE;
  }

  private void requireWhole() {
    require(!prompt.isBlank(), "--prompt is empty; give some text");
    require(!(image && read), "--image and --read exclude each other; give one");
    require(!image || png.isPresent(), "--image draws to a file; name it with --png");
    require(image || png.isEmpty(), "--png is of no use without --image; leave it out");
  }

  private String draw(Generation generation, Path file) throws IOException {
    ImagePatches begun = PromptImage.beginning(PromptImage.of(prompt, generation.config()));
    GeneratedPatches more = generation.patches().generate(begun, maxPatches);
    ImagePatches all = begun.then(more.patches());
    Patches patches = Patches.of(all.pixels(), all.side(), all.channels());
    Files.write(file, Png.encode(PatchImage.defaults().draw(patches)));
    return "drawn to %s: %d patches of the prompt and %d more, %s"
        .formatted(file, begun.count(), more.patches().count(), why(more));
  }

  private static String why(GeneratedPatches more) {
    return switch (more.stop()) {
      case END -> "then the network forecasts the end";
      case LIMIT -> "as many as --max-patches allows";
      case CONTEXT -> "as many as the network's context holds";
    };
  }

  private String write(Generation generation, Sampling sampling) {
    TokenizerFile file = TokenizerFile.at(tokenizer, "", "");
    requireSame(file.ids().vocabulary(), generation.config().vocabulary());
    try (Tokenizer open = file.open()) {
      List<Integer> begun = new ArrayList<>(List.of(open.bos()));
      if (read) {
        ImagePatches shown = PromptImage.of(prompt, generation.config());
        return open.decode(
            generation.text(open.eos()).generate(shown, begun, maxTokens, sampling).ids());
      }
      Arrays.stream(open.encode(prompt).ids()).forEach(begun::add);
      List<Integer> all = new ArrayList<>(begun);
      all.addAll(generation.text(open.eos()).generate(begun, maxTokens, sampling).ids());
      return open.decode(all);
    }
  }

  private void requireSame(int ids, int known) {
    require(known > 0, "the network reads patches only; draw with --image and --png");
    require(
        ids == known || isPadded(ids, known),
        "tokenizer %s has %d ids and the network %d; name the network's own with --tokenizer"
            .formatted(tokenizer, ids, known));
  }

  /** Pythia's networks have rows for ids that no token has, so that their number is round. */
  private static boolean isPadded(int ids, int known) {
    return ids < known && known - ids < MOST_PADDING && known % PADDED_MULTIPLE == 0;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new InvalidInputException(message);
    }
  }
}
