package io.palimpsest.transforms.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void endAtSpacesAndAtTheEnd() {
    assertThat(Words.end("one two", 0)).isEqualTo(3);
    assertThat(Words.end("one two", 4)).isEqualTo(7);
    assertThat(Words.end("x".repeat(256) + " y", 0)).isEqualTo(256);
  }

  @Test
  void longRunsEndBetweenClusters() {
    String run = "x" + "e\u0301".repeat(200);
    assertThat(Words.end(run, 0)).isEqualTo(255);
    assertThat(Words.end("x" + "\u0301".repeat(600), 0)).isEqualTo(256);
  }

  @Test
  void neverEndInsideACodePoint() {
    String oneCluster = "\uD83D\uDC68\u200D".repeat(300);
    assertThat(Words.end(oneCluster, 0)).isEqualTo(255);
  }

  @Test
  void clustersKeepMarksJoinersAndFlagsTogether() {
    assertThat(Graphemes.next("ab", 0, 2)).isEqualTo(1);
    assertThat(Graphemes.next("e\u0301x", 0, 3)).isEqualTo(2);
    assertThat(Graphemes.next("\r\nx", 0, 3)).isEqualTo(2);
    assertThat(Graphemes.next("\uD83C\uDDE9\uD83C\uDDEA\uD83C\uDDEB", 0, 6)).isEqualTo(4);
    String family = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67";
    assertThat(Graphemes.next(family + "x", 0, 9)).isEqualTo(family.length());
  }
}
