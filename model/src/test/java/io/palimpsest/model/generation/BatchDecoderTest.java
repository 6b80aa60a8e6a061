package io.palimpsest.model.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.palimpsest.model.Torch;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.schemas.InvalidInputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchDecoderTest {
  private static final int EOS = 257;
  private static final ModelConfig TEXT = ModelConfig.preset("nano").reading(258, false, true);

  private final NDManager manager = Torch.newManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void writesWhatEachPromptWouldGetAlone() {
    Transformer network = Networks.lively(TEXT, manager);
    List<List<Integer>> prompts = prompts(70);
    List<GeneratedTokens> together = new BatchDecoder(network, EOS, manager).decode(prompts, 20);
    TextGenerator generator = new TextGenerator(network, EOS, manager);
    for (int i = 0; i < prompts.size(); i++) {
      assertThat(together.get(i))
          .as("prompt %d", i)
          .isEqualTo(generator.generate(prompts.get(i), 20, Sampling.GREEDY));
    }
    assertThat(together).extracting(GeneratedTokens::stop).contains(Stop.LIMIT, Stop.CONTEXT);
  }

  @Test
  void refusesWhatDoesNotFit() {
    Transformer network = Networks.lively(TEXT, manager);
    BatchDecoder decoder = new BatchDecoder(network, EOS, manager);
    assertThatThrownBy(() -> decoder.decode(List.of(Collections.nCopies(65, 97)), 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("65 positions");
  }

  /** Of 1 to 64 ids, the whole context. */
  private static List<List<Integer>> prompts(int count) {
    Random random = new Random(5);
    List<List<Integer>> prompts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      prompts.add(random.ints(1 + i % 64, 0, 256).boxed().toList());
    }
    return prompts;
  }
}
