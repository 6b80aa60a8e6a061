package io.palimpsest.model.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palimpsest.model.Torch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against the same files in Python, see make_minilm_fixture.py. */
class MiniLmEncoderTest {
  @Test
  void encodesAsPythonDoes() throws IOException {
    JsonNode cases =
        new ObjectMapper().readTree(MiniLmEncoderTest.class.getResource("/minilm/minilm.json"));
    List<String> texts = new ArrayList<>();
    cases.forEach(each -> texts.add(each.path("text").asText()));
    try (TextEncoder encoder = new MiniLmEncoder(1)) {
      float[][] found = encoder.encode(texts);
      for (int i = 0; i < found.length; i++) {
        assertThat(found[i]).hasSize(384);
        for (int j = 0; j < 384; j++) {
          double expected = cases.path(i).path("vector").path(j).asDouble();
          assertThat((double) found[i][j]).as(texts.get(i)).isCloseTo(expected, within(1e-4));
        }
      }
      float[] alone = encoder.encode(List.of(texts.get(1)))[0];
      assertThat(alone).containsExactly(found[1], within(1e-4f));
      assertThat(encoder.digest()).startsWith("minilm-").hasSize(7 + 64);
    }
    // The engine of everything else is still PyTorch.
    try (var manager = Torch.newManager()) {
      assertThat(manager.getEngine().getEngineName()).isEqualTo("PyTorch");
    }
  }
}
