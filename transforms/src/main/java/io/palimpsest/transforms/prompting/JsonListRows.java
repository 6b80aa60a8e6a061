package io.palimpsest.transforms.prompting;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.transforms.corpus.Sources;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** Rows that are the objects of one JSON list. */
final class JsonListRows implements RowReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public void read(PromptSource source, Consumer<PromptRow> sink) throws IOException {
    String path = source.paths().get(0);
    try (InputStream in = Sources.open(path, 0);
        JsonParser parser = JSON.createParser(in)) {
      require(path, parser, JsonToken.START_ARRAY, "a list of objects");
      for (long row = 0; parser.nextToken() != JsonToken.END_ARRAY; row++) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
          throw problem(path, parser, "entry %d of the list is no object".formatted(row));
        }
        sink.accept(new PromptRow(row, JsonFields.of(JSON.readTree(parser))));
      }
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "%s:%d: broken JSON: %s; correct the file"
              .formatted(path, e.getLocation().getLineNr(), e.getOriginalMessage()),
          e);
    }
  }

  private static void require(String path, JsonParser parser, JsonToken token, String wanted)
      throws IOException {
    if (parser.nextToken() != token) {
      throw problem(path, parser, "the file is not " + wanted);
    }
  }

  private static InvalidInputException problem(String path, JsonParser parser, String message) {
    return new InvalidInputException(
        "%s:%d: %s; correct the file"
            .formatted(path, parser.currentLocation().getLineNr(), message));
  }
}
