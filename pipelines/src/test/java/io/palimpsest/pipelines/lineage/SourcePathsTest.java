package io.palimpsest.pipelines.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.palimpsest.schemas.artifact.SourceFile;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SourcePathsTest {
  @Test
  void aFileIsItself() {
    assertThat(paths("/data/a.jsonl", "a.jsonl")).containsExactly("/data/a.jsonl");
    assertThat(paths("a.jsonl", "a.jsonl")).containsExactly("a.jsonl");
    assertThat(paths("classpath:x/a.gz", "a.gz")).containsExactly("classpath:x/a.gz");
  }

  @Test
  void ofAFolderEachFile() {
    assertThat(paths("/data/texts/", "a.txt", "deep/b.txt"))
        .containsExactly("/data/texts/a.txt", "/data/texts/deep/b.txt");
    assertThat(paths("/data/texts", "a.txt")).containsExactly("/data/texts/a.txt");
  }

  @Test
  void ofAGlobEachFileBelowTheFolderInFrontOfTheWildcard() {
    assertThat(paths("gs://bucket/texts/2026-*/x.txt", "2026-01/x.txt", "2026-02/x.txt"))
        .containsExactly("gs://bucket/texts/2026-01/x.txt", "gs://bucket/texts/2026-02/x.txt");
    assertThat(paths("*.txt", "a.txt")).containsExactly("./a.txt");
  }

  @Test
  void ofManyTheFolder() {
    String[] many =
        IntStream.rangeClosed(0, SourcePaths.MOST).mapToObj(i -> i + ".txt").toArray(String[]::new);
    assertThat(paths("/data/*.txt", many)).containsExactly("/data");
  }

  @Test
  void ofSeveralRootsTheRoots() {
    List<SourceFile> files = List.of(new SourceFile("train.tsv", 1, "sha256:0"));
    assertThat(SourcePaths.of(List.of("/sst-2", "/rte"), files)).containsExactly("/sst-2", "/rte");
    assertThat(SourcePaths.of(List.of(), List.of())).isEmpty();
  }

  private static List<String> paths(String root, String... names) {
    return SourcePaths.of(
        List.of(root), Stream.of(names).map(name -> new SourceFile(name, 1, "sha256:0")).toList());
  }
}
