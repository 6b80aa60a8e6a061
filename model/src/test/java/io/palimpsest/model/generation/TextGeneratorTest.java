package io.palimpsest.model.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.palimpsest.model.Torch;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.data.Sequences;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Precision;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.model.tokenizer.ByteTokenizer;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.PairSequence;
import io.palimpsest.schemas.record.TokenSequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TextGeneratorTest {
  private static final int BOS = 256;
  private static final int EOS = 257;
  private static final String SENTENCE = "the scribe wrote on it twice";
  private static final ModelConfig TEXT = ModelConfig.preset("nano").reading(258, false, true);

  private final NDManager manager = Torch.newManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void writesWhatItWouldWriteHadItSeenAllAtOnce() {
    Transformer network = Networks.lively(TEXT, manager);
    List<Integer> prompt = List.of(BOS, 97, 98, 99);
    GeneratedTokens found = generator(network).generate(prompt, 40, Sampling.GREEDY);
    assertThat(found.ids()).isEqualTo(recomputed(network, Optional.empty(), prompt, found));
    // An equal choice at all positions would hide a wrong past.
    assertThat(found.ids().stream().distinct()).hasSizeGreaterThan(5);
  }

  @Test
  void writesBehindAnImageAsIfItHadSeenAllAtOnce() {
    Transformer network = Networks.lively(Networks.NANO, manager);
    ImagePatches image = ImagePatches.ofText(Sequences.of(1, 9, 1));
    List<Integer> prompt = List.of(BOS);
    GeneratedTokens found = generator(network).generate(image, prompt, 40, Sampling.GREEDY);
    assertThat(found.ids())
        .isEqualTo(recomputed(network, Optional.of(image.ended()), prompt, found));
    assertThat(found.ids().stream().distinct()).hasSizeGreaterThan(5);
    ImagePatches other = ImagePatches.ofText(Sequences.of(2, 9, 1));
    assertThat(generator(network).generate(other, prompt, 40, Sampling.GREEDY).ids())
        .isNotEqualTo(found.ids());
  }

  @Test
  void hasTheStatesThatItWouldHaveHadItSeenAllAtOnce() {
    Transformer network = Networks.lively(Networks.NANO, manager);
    ImagePatches image = ImagePatches.ofText(Sequences.of(1, 9, 3)).ended();
    List<Integer> ids = List.of(BOS, 97, 98, 98, 97);
    try (Reading reading = new Reading(network, manager)) {
      float[] state = reading.patches(image);
      assertThat(state)
          .containsExactly(
              Networks.lastState(network, Optional.of(image), List.of(), manager), within(1e-5f));
      for (int i = 0; i < ids.size(); i++) {
        state = reading.tokens(List.of(ids.get(i)));
        List<Integer> shown = ids.subList(0, i + 1);
        float[] expected = Networks.lastState(network, Optional.of(image), shown, manager);
        assertThat(state).containsExactly(expected, within(1e-5f));
      }
      assertThat(reading.room()).isEqualTo(64 - 15);
    }
  }

  @Test
  void repeatsASentenceThatItLearned() {
    TokenSequence sentence = sentence();
    Transformer network = Networks.trained(List.of(Sample.of(sentence)), TEXT, 300, manager);
    GeneratedTokens found =
        generator(network).generate(sentence.getTokens().subList(0, 4), 50, Sampling.GREEDY);
    assertThat(new ByteTokenizer().decode(found.ids())).isEqualTo(SENTENCE.substring(3));
    assertThat(found.stop()).isEqualTo(Stop.END);
  }

  @Test
  void readsAnImageThatItLearned() {
    PairSequence first = new PairSequence(Sequences.of(1, 6, 1), sentence());
    PairSequence second = new PairSequence(Sequences.of(2, 6, 1), tokens("another text"));
    List<Sample> samples = List.of(Sample.of(first), Sample.of(second));
    Transformer network = Networks.trained(samples, Networks.NANO, 300, manager);
    assertThat(read(network, first)).isEqualTo(SENTENCE);
    assertThat(read(network, second)).isEqualTo("another text");
  }

  @Test
  void writesTheSameForTheSameSeed() {
    TextGenerator generator = generator(Networks.lively(TEXT, manager));
    List<Integer> prompt = List.of(BOS, 97);
    List<Integer> first = generator.generate(prompt, 30, new Sampling(1, 0.9, 1)).ids();
    assertThat(generator.generate(prompt, 30, new Sampling(1, 0.9, 1)).ids()).isEqualTo(first);
    assertThat(generator.generate(prompt, 30, new Sampling(1, 0.9, 2)).ids()).isNotEqualTo(first);
  }

  @Test
  void stopsAtTheMostTokensOrWhereTheContextIsFull() {
    // No id ends a sequence.
    TextGenerator endless = new TextGenerator(Networks.lively(TEXT, manager), -1, manager);
    List<Integer> prompt = List.of(BOS, 97);
    GeneratedTokens limited = endless.generate(prompt, 7, Sampling.GREEDY);
    assertThat(limited.stop()).isEqualTo(Stop.LIMIT);
    assertThat(limited.ids()).hasSize(7);
    GeneratedTokens full = endless.generate(prompt, 1000, Sampling.GREEDY);
    assertThat(full.stop()).isEqualTo(Stop.CONTEXT);
    // The last is forecast at the context's last position and not shown any more.
    assertThat(full.ids()).hasSize(64 - 2 + 1).startsWith(limited.ids().toArray(Integer[]::new));
  }

  @Test
  void keepsNoArrayBehindASequence() throws Exception {
    TextGenerator generator =
        new TextGenerator(Networks.lively(Networks.NANO, manager), -1, manager);
    ImagePatches image = ImagePatches.ofText(Sequences.of(1, 5, 1));
    generator.generate(image, List.of(BOS), 2, Sampling.GREEDY);
    int before = Networks.held(manager);
    for (int round = 0; round < 10; round++) {
      generator.generate(image, List.of(BOS), 50, new Sampling(1, 0.9, round));
    }
    assertThat(Networks.held(manager)).isEqualTo(before);
  }

  @Test
  void keepsNoArrayButThePastBehindAStep() throws Exception {
    Transformer network = Networks.lively(TEXT, manager);
    try (Reading reading = new Reading(network, manager)) {
      reading.nextToken(reading.tokens(List.of(BOS)));
      int before = Networks.held(manager);
      for (int step = 0; step < 60; step++) {
        reading.nextToken(reading.tokens(List.of(step)));
      }
      assertThat(Networks.held(manager)).isEqualTo(before);
    }
  }

  @Test
  void refusesWhatTheNetworkCannotRead() {
    TextGenerator text = generator(Networks.lively(TEXT, manager));
    assertRefused(text, List.of(), "the prompt is empty; give one token or patch at least");
    assertRefused(
        text,
        Collections.nCopies(65, 1),
        "the prompt has 65 positions and the network's context is 64: give a shorter prompt");
    assertRefused(
        text,
        List.of(258),
        "the prompt has token id 258, but the network has ids 0 to 257: use the tokenizer that it was trained with");
    assertThatThrownBy(() -> text.generate(List.of(1), 0, Sampling.GREEDY))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("max-tokens is 0; give 1 or more");
    ImagePatches image = ImagePatches.ofText(Sequences.of(1, 5, 1));
    assertThatThrownBy(() -> text.generate(image, List.of(BOS), 1, Sampling.GREEDY))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("the network reads tokens only; use a PixelGPT, MonoGPT or DualGPT");
    ModelConfig pixels = ModelConfig.preset("nano").reading(0, true, true);
    assertRefused(
        generator(Transformer.initialized(pixels, 1, Precision.FLOAT32, manager)),
        List.of(BOS),
        "the network reads patches only; use a TextGPT, MonoGPT or DualGPT");
  }

  @Test
  void refusesAnImageThatLeavesNoRoomForText() {
    TextGenerator pairs = generator(Networks.lively(Networks.NANO, manager));
    ImagePatches image = ImagePatches.ofText(Sequences.of(1, 63, 1));
    assertThatThrownBy(() -> pairs.generate(image, List.of(BOS), 1, Sampling.GREEDY))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "the prompt has 65 positions and the network's context is 64: give a shorter prompt");
    assertThatThrownBy(() -> pairs.generate(image.first(0), List.of(BOS), 1, Sampling.GREEDY))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("the image is empty; give one patch at least");
  }

  @Test
  void refusesWeightsThatGiveNoNumbers() {
    Transformer broken =
        Transformer.withWeights(
            TEXT,
            Precision.FLOAT32,
            manager,
            (name, shape) -> {
              float[] values = new float[(int) new ai.djl.ndarray.types.Shape(shape).size()];
              java.util.Arrays.fill(values, name.startsWith("lm_") ? Float.NaN : 1);
              return values;
            });
    assertRefused(
        generator(broken),
        List.of(BOS),
        "the network forecasts NaN: its weights are damaged; use another checkpoint");
  }

  private static void assertRefused(TextGenerator generator, List<Integer> prompt, String message) {
    assertThatThrownBy(() -> generator.generate(prompt, 5, Sampling.GREEDY))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }

  private List<Integer> recomputed(
      Transformer network,
      Optional<ImagePatches> image,
      List<Integer> prompt,
      GeneratedTokens all) {
    List<Integer> ids = new ArrayList<>(prompt);
    IntStream.range(0, all.ids().size())
        .forEach(
            step ->
                ids.add(
                    Networks.greedy(
                        network, Networks.lastState(network, image, ids, manager), manager)));
    return ids.subList(prompt.size(), ids.size());
  }

  private String read(Transformer network, PairSequence pair) {
    ImagePatches image = ImagePatches.ofText(pair.getImage());
    return new ByteTokenizer()
        .decode(generator(network).generate(image, List.of(BOS), 40, Sampling.GREEDY).ids());
  }

  private TextGenerator generator(Transformer network) {
    return new TextGenerator(network, EOS, manager);
  }

  private static TokenSequence sentence() {
    return tokens(SENTENCE);
  }

  private static TokenSequence tokens(String text) {
    List<Integer> ids = new ArrayList<>(List.of(BOS));
    text.chars().forEach(ids::add);
    ids.add(EOS);
    return TokenSequence.newBuilder()
        .setDocumentId("doc")
        .setIndex(0)
        .setText(text)
        .setStart(0)
        .setTokens(ids)
        .build();
  }
}
