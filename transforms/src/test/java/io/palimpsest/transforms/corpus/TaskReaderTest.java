package io.palimpsest.transforms.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.model.task.Tasks;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.transforms.storage.Workspaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tiny files in the official layouts, with the headers of the real releases. */
class TaskReaderTest {
  private static final String MNLI =
      "index\tpromptID\tpairID\tgenre\tsentence1_binary_parse\tsentence2_binary_parse\tsentence1_parse\tsentence2_parse\tsentence1\tsentence2\tlabel1";

  @TempDir Path folder;

  @BeforeEach
  void fileSystems() {
    Workspaces.store(folder);
  }

  @Test
  void colaNamesItsColumnsInTheTestFileOnly() throws IOException {
    write("train.tsv", "gj04\t1\t\tOur friends won't buy this.\ngj04\t0\t*\tThey drank the pub.\n");
    write("dev.tsv", "gj04\t1\t\tThe sailors.\n");
    write("test.tsv", "index\tsentence\n0\tBill \"whistled.\n");
    assertThat(read("cola"))
        .containsExactly(
            "train.tsv@0|Our friends won't buy this.||1",
            "train.tsv@1|They drank the pub.||0",
            "dev.tsv@0|The sailors.||1",
            "test.tsv@0|Bill \"whistled.||");
  }

  @Test
  void mrpcHasItsQualityFirst() throws IOException {
    String header = "\uFEFFQuality\t#1 ID\t#2 ID\t#1 String\t#2 String\n";
    write("train.tsv", header + "1\t70\t71\tHe said \"no.\tShe said.\n");
    write("dev.tsv", header + "0\t70\t71\tA.\tB.\n");
    write("test.tsv", "index\t#1 ID\t#2 ID\t#1 String\t#2 String\n0\t8\t9\tC.\tD.\n");
    assertThat(read("mrpc"))
        .containsExactly(
            "train.tsv@0|He said \"no.|She said.|1", "dev.tsv@0|A.|B.|0", "test.tsv@0|C.|D.|");
  }

  @Test
  void stsBHasNumbers() throws IOException {
    String header =
        "index\tgenre\tfilename\tyear\told_index\tsource1\tsource2\tsentence1\tsentence2";
    String row = "0\tmain\tMSR\t2012\t0001\tnone\tnone\tA plane.\tAn air plane.";
    write("train.tsv", header + "\tscore\n" + row + "\t5.000\n");
    write("dev.tsv", header + "\tscore\n" + row + "\t0.25\n");
    write("test.tsv", header + "\n" + row + "\n");
    assertThat(read("sts-b"))
        .containsExactly(
            "train.tsv@0|A plane.|An air plane.|5.000",
            "dev.tsv@0|A plane.|An air plane.|0.25",
            "test.tsv@0|A plane.|An air plane.|");
  }

  @Test
  void qqpQnliAndWnliHaveTheirColumns() throws IOException {
    write(
        "train.tsv",
        "id\tqid1\tqid2\tquestion1\tquestion2\tis_duplicate\n9\t1\t2\tWhy?\tHow?\t0\n");
    write(
        "dev.tsv", "id\tqid1\tqid2\tquestion1\tquestion2\tis_duplicate\n9\t1\t2\tWho?\tWhat?\t1\n");
    write("test.tsv", "id\tquestion1\tquestion2\n0\tWhere?\tWhen?\n");
    assertThat(read("qqp"))
        .containsExactly(
            "train.tsv@0|Why?|How?|0", "dev.tsv@0|Who?|What?|1", "test.tsv@0|Where?|When?|");
    write("train.tsv", "index\tquestion\tsentence\tlabel\n0\tWhy?\tSo.\tnot_entailment\n");
    write("dev.tsv", "index\tquestion\tsentence\tlabel\n0\tWho?\tHe.\tentailment\n");
    write("test.tsv", "index\tquestion\tsentence\n0\tWhere?\tHere.\n");
    assertThat(read("qnli"))
        .containsExactly(
            "train.tsv@0|Why?|So.|not_entailment",
            "dev.tsv@0|Who?|He.|entailment",
            "test.tsv@0|Where?|Here.|");
    write("train.tsv", "index\tsentence1\tsentence2\tlabel\n0\tIt fell.\tThe pin fell.\t1\n");
    write("dev.tsv", "index\tsentence1\tsentence2\tlabel\n0\tA.\tB.\t0\n");
    write("test.tsv", "index\tsentence1\tsentence2\n0\tC.\tD.\n");
    assertThat(read("wnli"))
        .containsExactly(
            "train.tsv@0|It fell.|The pin fell.|1", "dev.tsv@0|A.|B.|0", "test.tsv@0|C.|D.|");
  }

  @Test
  void mnliHasTwoSubsets() throws IOException {
    String row = "0\t31\t31n\tfiction\t(\t(\t(\t(\tOne.\tTwo.";
    write("train.tsv", MNLI + "\tgold_label\n" + row + "\tneutral\tneutral\n");
    String dev = MNLI + "\tlabel2\tlabel3\tlabel4\tlabel5\tgold_label\n";
    for (String subset : List.of("matched", "mismatched")) {
      write("dev_" + subset + ".tsv", dev + row + "\tn\tn\tn\tn\tn\tentailment\n");
      write("test_" + subset + ".tsv", MNLI.replace("\tlabel1", "") + "\n" + row + "\n");
    }
    assertThat(read("mnli"))
        .containsExactly(
            "train.tsv@0|One.|Two.|neutral",
            "dev_matched.tsv@0|One.|Two.|entailment",
            "dev_mismatched.tsv@0|One.|Two.|entailment",
            "test_matched.tsv@0|One.|Two.|",
            "test_mismatched.tsv@0|One.|Two.|");
  }

  @Test
  void xnliIsReadFromItsTwoOfficialFolders() throws IOException {
    Files.createDirectories(folder.resolve("XNLI-MT-1.0/multinli"));
    Files.createDirectories(folder.resolve("XNLI-1.0"));
    for (String language : List.of("en", "fr")) {
      write(
          "XNLI-MT-1.0/multinli/multinli.train." + language + ".tsv",
          "premise\thypo\tlabel\n" + language + "\tB.\tcontradictory\n");
    }
    String header =
        "language\tgold_label\tsentence1_binary_parse\tsentence1\tsentence2\tpromptID\n";
    String rows =
        "fr\tneutral\t(\tA.\tB.\t1\nfr\tneutral\t(\tC.\tD.\t2\nen\tneutral\t(\tE.\tF.\t1\n";
    write("XNLI-1.0/xnli.dev.tsv", header + rows);
    write("XNLI-1.0/xnli.test.tsv", header + rows);
    assertThat(read(options("xnli", TrainSplit.TRAIN, "fr")))
        .containsExactly(
            "multinli.train.fr.tsv@0|fr|B.|contradictory",
            "xnli.dev.tsv/fr@0|A.|B.|neutral",
            "xnli.dev.tsv/fr@1|C.|D.|neutral",
            "xnli.dev.tsv/en@0|E.|F.|neutral",
            "xnli.test.tsv/fr@0|A.|B.|neutral",
            "xnli.test.tsv/fr@1|C.|D.|neutral",
            "xnli.test.tsv/en@0|E.|F.|neutral");
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    write("dev.tsv", "sentence\tlabel\nfine \t1\n");
    assertThatThrownBy(() -> read("sst-2"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "input '%s' has no file 'train.tsv', which task sst-2 needs; add it, or set train-split to dev"
                .formatted(folder));
    assertThat(read(options("sst-2", TrainSplit.DEV))).containsExactly("dev.tsv@0|fine ||1");
    assertThatThrownBy(() -> read("xnli"))
        .hasMessageContaining("'multinli.train.{language}.tsv' or 'train-{language}.tsv'");
    write("train-fr.tsv", "A.\tB.\tneutral\n");
    assertThatThrownBy(() -> read(options("xnli", TrainSplit.TRAIN, "fr", "de")))
        .hasMessageContaining("has no file 'train-de.tsv'");
  }

  @Test
  void twoFilesOfOneNameAreRefused() throws IOException {
    Files.createDirectories(folder.resolve("a"));
    write("a/train.tsv", "x");
    write("train.tsv", "x");
    assertThatThrownBy(() -> read("rte"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has both 'a/train.tsv' and 'train.tsv'");
  }

  @Test
  void aMissingColumnIsNamed() throws IOException {
    write("train.tsv", "sentence1\tsentence2\tlabel\n");
    write("dev.tsv", "sentence1\tlabel\nA.\tentailment\n");
    assertThatThrownBy(() -> read("rte"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("dev.tsv has no column 'sentence2' in its first line");
  }

  @Test
  void languagesMustBeTheTasks() {
    assertThatThrownBy(() -> options("xnli", TrainSplit.TRAIN, "xx"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("languages has 'xx'; task xnli has ar, bg,");
    assertThatThrownBy(() -> options("rte", TrainSplit.TRAIN, "en"))
        .hasMessageContaining("task rte has one language");
  }

  private List<String> read(String task) throws IOException {
    return read(options(task, TrainSplit.TRAIN));
  }

  private List<String> read(TaskOptions options) throws IOException {
    List<String> rows = new ArrayList<>();
    for (TaskSource source : TaskSources.of(TaskSources.match(options, folder.toString()))) {
      new TaskReader(source, 1000)
          .read(
              row -> {
                Content content = row.record().content();
                rows.add(
                    String.join(
                        "|",
                        row.id().toString(),
                        content.text(),
                        content.pair().orElse(""),
                        content.label().orElse("")));
                return true;
              });
    }
    return rows;
  }

  private static TaskOptions options(String task, TrainSplit split, String... languages) {
    return new TaskOptions(Tasks.named(task), split, List.of(languages), 0, 1000, 0.1);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
