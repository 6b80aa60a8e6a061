package io.palimpsest.model.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.palimpsest.model.Torch;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.data.Sequences;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Precision;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.PatchSequence;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatchGeneratorTest {
  private static final ModelConfig PIXELS = ModelConfig.preset("nano").reading(0, true, true);

  private final NDManager manager = Torch.newManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void drawsWhatItWouldDrawHadItSeenAllAtOnce(int channels) {
    Transformer network = Networks.lively(PIXELS, manager);
    ImagePatches prompt = ImagePatches.ofText(Sequences.of(1, 5, channels));
    ImagePatches found = new PatchGenerator(network, manager).generate(prompt, 30).patches();
    assertThat(found.count()).isEqualTo(30);
    assertThat(found.channels()).isEqualTo(channels);
    Contrast contrast = Contrast.of(prompt);
    int differing = 0;
    for (int step = 0; step < 30; step++) {
      // Each step behind what was found: a value in the middle of two bytes may go either way.
      ImagePatches shown = prompt.then(found.first(step));
      float[] state = Networks.lastState(network, Optional.of(shown), List.of(), manager);
      byte[] expected = contrast.pixels(forecast(network, state), prompt);
      byte[] drawn = bytes(found, step);
      for (int i = 0; i < expected.length; i++) {
        int difference = Math.abs((expected[i] & 0xFF) - (drawn[i] & 0xFF));
        assertThat(difference).isLessThanOrEqualTo(1);
        differing += difference;
      }
    }
    assertThat(differing).isLessThan(10);
    assertThat(bytes(found, 29)).isNotEqualTo(bytes(found, 0));
  }

  @Test
  void hasTheStatesThatItWouldHaveHadItSeenAllAtOnce() {
    Transformer network = Networks.lively(PIXELS, manager);
    ImagePatches image = ImagePatches.ofText(Sequences.of(1, 12, 3));
    try (Reading reading = new Reading(network, manager)) {
      for (int patch = 0; patch < image.count(); patch++) {
        float[] state = reading.patches(image.with(bytes(image, patch)));
        ImagePatches shown = image.first(patch + 1);
        float[] expected = Networks.lastState(network, Optional.of(shown), List.of(), manager);
        assertThat(state).containsExactly(expected, within(1e-5f));
      }
    }
  }

  @Test
  void continuesAnImageThatItLearnedToItsEnd() {
    PatchSequence image = Sequences.of(1, 8, 1);
    Transformer network = Networks.trained(List.of(Sample.of(image)), PIXELS, 400, manager);
    ImagePatches all = ImagePatches.ofText(image);
    GeneratedPatches found = new PatchGenerator(network, manager).generate(all.first(3), 20);
    assertThat(found.stop()).isEqualTo(Stop.END);
    assertThat(found.patches().count()).isEqualTo(5);
    double error = 0;
    for (int patch = 0; patch < 5; patch++) {
      byte[] drawn = bytes(found.patches(), patch);
      byte[] truth = bytes(all, 3 + patch);
      for (int i = 0; i < truth.length; i++) {
        error += Math.abs((truth[i] & 0xFF) - (drawn[i] & 0xFF)) / (5.0 * truth.length);
      }
    }
    // Of 255; the strokes alone, one column of sixteen, would miss by some thirteen.
    assertThat(error).isLessThan(6);
  }

  @Test
  void stopsAtTheMostPatchesOrWhereTheContextIsFull() {
    PatchGenerator generator = new PatchGenerator(Networks.lively(PIXELS, manager), manager);
    ImagePatches prompt = ImagePatches.ofText(Sequences.of(1, 5, 1));
    assertThat(generator.generate(prompt, 3).stop()).isEqualTo(Stop.LIMIT);
    GeneratedPatches full = generator.generate(prompt, 1000);
    assertThat(full.stop()).isEqualTo(Stop.CONTEXT);
    assertThat(full.patches().count()).isEqualTo(64 - 5 + 1);
  }

  @Test
  void endsAtOnceWhereItForecastsNothing() {
    Transformer silent =
        Transformer.withWeights(
            PIXELS,
            Precision.FLOAT32,
            manager,
            (name, shape) -> new float[Math.toIntExact(new Shape(shape).size())]);
    GeneratedPatches found =
        new PatchGenerator(silent, manager)
            .generate(ImagePatches.ofText(Sequences.of(1, 5, 1)), 10);
    assertThat(found.stop()).isEqualTo(Stop.END);
    assertThat(found.patches().count()).isZero();
  }

  @Test
  void takesItsContrastFromPatchesThatShowSomething() {
    byte[] pixels = new byte[4 * 4];
    // Black; 0 and 200; white; 100 and 200.
    for (int i = 0; i < 4; i++) {
      pixels[4 + i] = (byte) (i % 2 * 200);
      pixels[8 + i] = (byte) 255;
      pixels[12 + i] = (byte) (100 + i % 2 * 100);
    }
    ImagePatches prompt = ImagePatches.of(ByteBuffer.wrap(pixels), 2, 1);
    Contrast contrast = Contrast.of(prompt);
    assertThat(contrast.mean() * 255).isCloseTo(125, within(1e-9));
    assertThat(contrast.deviation() * 255).isCloseTo(75, within(1e-2));
    // Three values a pixel are one grey; what is too dark or too bright is clamped.
    float[] forecast = {0, 0, 0, 1, 0, -1, -5, -5, -5, 2, 3, 4};
    assertThat(contrast.pixels(forecast, prompt)).containsExactly(125, 125, 0, 255);
  }

  @Test
  void keepsNoArrayBehindAnImage() throws Exception {
    PatchGenerator generator = new PatchGenerator(Networks.lively(PIXELS, manager), manager);
    ImagePatches prompt = ImagePatches.ofText(Sequences.of(1, 5, 1));
    generator.generate(prompt, 2);
    int before = Networks.held(manager);
    for (int round = 0; round < 5; round++) {
      generator.generate(prompt, 50);
    }
    assertThat(Networks.held(manager)).isEqualTo(before);
  }

  @Test
  void refusesWhatTheNetworkCannotRead() {
    Transformer network = Networks.lively(PIXELS, manager);
    ImagePatches prompt = ImagePatches.ofText(Sequences.of(1, 5, 1));
    assertRefused(
        network, prompt.first(0), 5, "the prompt is empty; give one token or patch at least");
    assertRefused(network, prompt, 0, "max-patches is 0; give 1 or more");
    assertRefused(
        network,
        ImagePatches.ofText(Sequences.of(1, 65, 1)),
        5,
        "the prompt has 65 positions and the network's context is 64: give a shorter prompt");
    assertRefused(
        network,
        ImagePatches.ofText(Sequences.of(1, 5, 1, 8)),
        5,
        "the prompt has patches of 8 px and the network reads 16 px");
    assertRefused(
        network,
        prompt.first(2).with(new byte[2 * 256]),
        5,
        "the prompt's 2 patches are blank: give an image that shows something");
    assertRefused(
        Networks.lively(ModelConfig.preset("nano").reading(258, false, true), manager),
        prompt,
        5,
        "the network reads tokens only; use a PixelGPT, MonoGPT or DualGPT");
    assertRefused(
        Networks.lively(PIXELS.reading(0, true, false), manager),
        prompt,
        5,
        "the network looks in both directions and cannot continue a sequence; use one that was pre-trained with objective next");
  }

  @Test
  void refusesBytesThatAreNoPatches() {
    assertThatThrownBy(() -> ImagePatches.of(ByteBuffer.allocate(7), 2, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("7 bytes of pixels are not a whole number of patches of 4 bytes");
    assertThatThrownBy(() -> ImagePatches.of(ByteBuffer.allocate(8), 2, 2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "patches of side 2 with 2 channels; give a side of 1 or more, and 1 or 3 channels");
  }

  private void assertRefused(Transformer network, ImagePatches prompt, int most, String message) {
    assertThatThrownBy(() -> new PatchGenerator(network, manager).generate(prompt, most))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }

  private float[] forecast(Transformer network, float[] state) {
    try (NDManager arrays = manager.newSubManager()) {
      NDArray states = arrays.create(state, new Shape(1, state.length));
      return network.patches(states, arrays.create(new long[] {0})).toFloatArray();
    }
  }

  private static byte[] bytes(ImagePatches patches, int index) {
    byte[] bytes = new byte[patches.stored()];
    patches.pixels().get(index * bytes.length, bytes);
    return bytes;
  }
}
