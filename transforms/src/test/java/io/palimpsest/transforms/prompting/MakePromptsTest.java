package io.palimpsest.transforms.prompting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.model.prompt.PromptConfig;
import io.palimpsest.model.prompt.PromptTasks;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.PromptExample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MakePromptsTest {
  @TempDir Path folder;

  @Test
  void tsvIsUnquotedAndRowsCountBelowTheNames() throws IOException {
    write("train.tsv", "\uFEFFsentence\tlabel\r\n\"a joy\t1\r\n\r\ndull\t0\n");
    write("dev.tsv", "sentence\tlabel\nfine\t1\nbad\t0\n");
    List<PromptExample> all = read("sst-2", 2, 2);
    assertThat(all)
        .extracting(PromptExample::getId)
        .containsExactly(
            "sst-2/dev.tsv@0", "sst-2/dev.tsv@1", "sst-2/train.tsv@0", "sst-2/train.tsv@2");
    assertThat(all.get(2).getPrompt()).isEqualTo("Review: \"a joy\nSentiment:");
  }

  @Test
  void boolqIsJsonLinesInAFolderOrAFile() throws IOException {
    write(
        "train.jsonl",
        """
        {"question": "is it", "passage": "P", "answer": true, "title": null}

        {"question": "was it", "passage": "Q", "label": false, "idx": 3}
        """);
    List<PromptExample> all = read("boolq", 1, 1);
    assertThat(all)
        .extracting(PromptExample::getId, PromptExample::getAnswer)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("boolq/train.jsonl@0", " yes"),
            org.assertj.core.groups.Tuple.tuple("boolq/train.jsonl@2", " no"));
    Path other = Files.move(folder.resolve("train.jsonl"), folder.resolve("other.jsonl"));
    assertThat(PromptInput.match(PromptTasks.named("boolq"), other.toString()).training())
        .hasSize(1);
  }

  @Test
  void webnlgHasTriplesAndReferences() throws IOException {
    String entry =
        """
        <benchmark><entries><entry eid="Id1"><originaltripleset><otriple>no</otriple>
        </originaltripleset><modifiedtripleset><mtriple>A_&amp;_B | openedIn | "1932"</mtriple>
        <mtriple>A_&amp;_B | city | %s</mtriple></modifiedtripleset>
        <lex lid="Id1">It opened.</lex><lex lid="Id2">Opened it was.</lex></entry>
        <entry eid="Id2"><modifiedtripleset/></entry></entries></benchmark>
        """;
    write("train/2triples/a.xml", entry.formatted("Bonn"));
    write("dev/2triples/a.xml", entry.formatted("Ulm"));
    List<PromptExample> all = read("webnlg", 1, 1);
    assertThat(all.get(1).getId()).isEqualTo("webnlg/train/2triples/a.xml@0");
    assertThat(all.get(1).getPrompt())
        .isEqualTo("Facts: A & B | openedIn | 1932; A & B | city | Bonn\nText:");
    assertThat(all.get(1).getReferences()).containsExactly(" It opened.", " Opened it was.");
  }

  @Test
  void linesOfParallelFilesCorrespond() throws IOException {
    write("train.de", "eins\nzwei\n\n");
    write("train.en", "one\ntwo\nthree\n");
    List<PromptExample> all = read("wmt-de-en", 1, 1);
    assertThat(all.get(1).getId()).isEqualTo("wmt-de-en/train.de@1");
    assertThat(all.get(1).getPrompt()).isEqualTo("German: zwei\nEnglish:");
    assertThat(all.get(1).getAnswer()).isEqualTo(" two");
    write("train.en", "one\ntwo\n");
    refused("wmt-de-en", "train.de:3: the line has no counterpart in ");
    Files.delete(folder.resolve("train.en"));
    refused("wmt-de-en", "there is no file 'train.en' beside 'train.de'");
  }

  @Test
  void instructionsAreAList() throws IOException {
    write(
        "alpaca.json",
        """
        [{"instruction": "Add.", "input": "1 2", "output": "3"},
         {"instruction": "Sing.", "input": "", "output": "La"}]
        """);
    assertThat(read("instructions", 1, 1).get(1).getPrompt()).isEqualTo("Sing.\nAnswer:");
    write("alpaca.json", "[{\"instruction\": \"Add.\",\n\"input\": 1 2}]");
    refused("instructions", "alpaca.json:2: broken JSON");
    write("alpaca.json", "[3]");
    refused("instructions", "entry 0 of the list is no object");
    write("alpaca.json", "{}");
    refused("instructions", "the file is not a list of objects");
    write("alpaca.json", "[{}");
    refused("instructions", "instructions/alpaca.json@0 has no field 'instruction'");
    write("alpaca.json", "[");
    refused("instructions", "alpaca.json:1: broken JSON");
  }

  @Test
  void brokenRowsAreNamed() throws IOException {
    write("train.tsv", "sentence\tlabel\nfine\t1\nbad\n");
    refused("sst-2", "train.tsv:3: 1 tab-separated columns instead of 2; correct the file");
    write("train.tsv", "sentence\tlabel\nfine\tgood\n");
    refused("sst-2", "label 'good' of sst-2/train.tsv@0 is none of task sst-2");
    Files.write(folder.resolve("train.tsv"), new byte[] {'a', '\n', 'b', (byte) 0xFF, '\n'});
    refused("sst-2", "train.tsv:2: invalid UTF-8 at byte 1 of the line");
    write("train.jsonl", "{\"question\": \"a\"}\n");
    refused("boolq", "boolq/train.jsonl@0 has no field 'passage'");
    write("train.jsonl", "\n{\"question\": \n");
    refused("boolq", "train.jsonl:2: broken JSON");
    write("train.jsonl", "[1]\n");
    refused("boolq", "train.jsonl:1: the line is no JSON object");
    write("train/a.xml", "<benchmark>\n<entry></benchmark>");
    refused("webnlg", "a.xml:2: broken XML");
    write("train.tsv", "sentence\tlabel\nfine\t1\n");
    refused("rte", "rte/train.tsv@0 has no field 'sentence1' but 'sentence', 'label'");
    refused("instructions", "has no file '*.json', which task instructions needs");
  }

  @Test
  void entitiesOfXmlAreNotFollowed() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.txt"), "PLANTED");
    String entry =
        "<!DOCTYPE b [<!ENTITY x SYSTEM \"file://%s\"><!ENTITY a \"%s\">%s]>\n"
                .formatted(secret, "a".repeat(1000), "<!ENTITY b \"" + "&a;".repeat(1000) + "\">")
            + "<benchmark><entry><mtriple>%s</mtriple><lex>%s</lex></entry></benchmark>";
    for (String name : List.of("&x;", "&b;" + "&b;".repeat(2000))) {
      write("train/a.xml", entry.formatted(name, name));
      assertThatThrownBy(() -> read("webnlg", 1, 1))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("broken XML")
          .hasMessageNotContaining("PLANTED");
    }
  }

  @Test
  void aTextOfXmlIsBounded() throws IOException {
    write("train/a.xml", "<entry><lex>" + "a".repeat(2 << 20) + "</lex></entry>");
    refused("webnlg", "a text of more than 1048576 characters");
  }

  @Test
  void truncatedFilesAreNamed() throws IOException {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(gzip)) {
      String text = "sentence\tlabel\n" + "fine\t1\n".repeat(99);
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    byte[] half = Arrays.copyOf(gzip.toByteArray(), gzip.size() - 20);
    Files.write(folder.resolve("train.tsv.gz"), half);
    refused("sst-2", "train.tsv.gz is truncated or damaged");
  }

  private void refused(String task, String message) {
    assertThatThrownBy(() -> read(task, 1, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  private List<PromptExample> read(String task, int train, int test) throws IOException {
    PromptInput input = PromptInput.match(PromptTasks.named(task), folder.toString());
    PromptConfig config = new PromptConfig(train, 0, test, 0, 400, 0, 7);
    return MakePrompts.choose(config, input.sources()).examples().stream()
        .sorted(Comparator.comparing(PromptExample::getId))
        .toList();
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
