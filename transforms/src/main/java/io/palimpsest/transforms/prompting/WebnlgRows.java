package io.palimpsest.transforms.prompting;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.transforms.corpus.Sources;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Entries of WebNLG's XML: the field {@code triples} has them as {@code subject | property |
 * object}, parted by semicolons, and {@code text} the first lexicalisation; all are references.
 */
final class WebnlgRows implements RowReader {
  private static final int MOST_CHARACTERS = 1 << 20;

  @Override
  public void read(PromptSource source, Consumer<PromptRow> sink) throws IOException {
    String path = source.paths().get(0);
    try (InputStream in = Sources.open(path, 0)) {
      XMLStreamReader xml = factory().createXMLStreamReader(in);
      long row = 0;
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamReader.START_ELEMENT && xml.getLocalName().equals("entry")) {
          sink.accept(entry(xml, row++));
        }
      }
    } catch (XMLStreamException e) {
      throw new InvalidInputException(
          "%s:%d: broken XML: %s; correct the file"
              .formatted(path, e.getLocation().getLineNumber(), e.getMessage()),
          e);
    }
  }

  /** Nothing outside of the file is read. */
  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newInstance();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }

  private static PromptRow entry(XMLStreamReader xml, long row) throws XMLStreamException {
    List<String> triples = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    while (!(xml.next() == XMLStreamReader.END_ELEMENT && xml.getLocalName().equals("entry"))) {
      if (xml.isStartElement() && xml.getLocalName().equals("mtriple")) {
        triples.add(readable(text(xml)));
      } else if (xml.isStartElement() && xml.getLocalName().equals("lex")) {
        texts.add(text(xml).strip());
      }
    }
    Map<String, String> fields =
        Map.of("triples", String.join("; ", triples), "text", texts.isEmpty() ? "" : texts.get(0));
    return new PromptRow(row, fields, texts);
  }

  /** An element's text, as {@link XMLStreamReader#getElementText} but for a bound. */
  private static String text(XMLStreamReader xml) throws XMLStreamException {
    StringBuilder text = new StringBuilder();
    while (xml.next() != XMLStreamReader.END_ELEMENT) {
      if (xml.isStartElement()) {
        throw new XMLStreamException("an element in a text", xml.getLocation());
      }
      if (xml.isCharacters()) {
        text.append(xml.getText());
      }
      if (text.length() > MOST_CHARACTERS) {
        throw new XMLStreamException(
            "a text of more than " + MOST_CHARACTERS + " characters", xml.getLocation());
      }
    }
    return text.toString();
  }

  private static String readable(String triple) {
    return triple.replace('_', ' ').replace("\"", "").strip();
  }
}
