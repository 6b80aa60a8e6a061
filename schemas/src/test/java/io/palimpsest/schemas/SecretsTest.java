package io.palimpsest.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "no file matches input 'https://me:PLANTED@host/a.txt'",
        "https://PLANTED@host/a",
        "gs://bucket/a.txt?X-Goog-Signature=PLANTED&x=1",
        "https://host/a?sv=1&sig=PLANTED",
        "--password=PLANTED",
        "  awsSecretAccessKey: PLANTED",
        "{\"gcpOauthToken\": \"PLANTED\", \"a\": 1}",
        "Authorization: Bearer PLANTED",
      })
  void secretsAreTakenOut(String text) {
    assertThat(Secrets.redacted(text)).contains("***").doesNotContain("PLANTED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tokens: 512, token_loss=1.25, tokenizer: bytes",
        "gs://bucket/artifacts/corpus/abc",
        "https://host/a?page=2",
        "w.yaml:3: key 'seed' is x; expected a whole number",
      })
  void otherTextsStay(String text) {
    assertThat(Secrets.redacted(text)).isEqualTo(text);
  }

  @Test
  void theRestOfAMessageStays() {
    assertThat(Secrets.redacted("input 'https://me:pw@host/a.txt' is missing"))
        .isEqualTo("input 'https://***@host/a.txt' is missing");
  }
}
