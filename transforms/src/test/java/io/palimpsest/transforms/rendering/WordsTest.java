package io.palimpsest.transforms.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {
  private final Graphemes graphemes = new Graphemes();
  private final Words words = new Words(graphemes);

  @Test
  void endAtSpacesAndAtTheEnd() {
    assertThat(end("one two", 0)).isEqualTo(3);
    assertThat(end("one two", 4)).isEqualTo(7);
    assertThat(end("x".repeat(256) + " y", 0)).isEqualTo(256);
  }

  @Test
  void longRunsEndBetweenClusters() {
    String run = "x" + "e\u0301".repeat(200);
    assertThat(end(run, 0)).isEqualTo(255);
    assertThat(end("x" + "\u0301".repeat(600), 0)).isEqualTo(256);
  }

  @Test
  void neverEndInsideACodePoint() {
    String oneCluster = "\uD83D\uDC68\u200D".repeat(300);
    assertThat(end(oneCluster, 0)).isEqualTo(255);
  }

  @Test
  void clustersKeepMarksJoinersAndFlagsTogether() {
    assertThat(graphemes.next("ab", 0, 2)).isEqualTo(1);
    assertThat(graphemes.next("e\u0301x", 0, 3)).isEqualTo(2);
    assertThat(graphemes.next("\r\nx", 0, 3)).isEqualTo(2);
    assertThat(graphemes.next("\uD83C\uDDE9\uD83C\uDDEA\uD83C\uDDEB", 0, 6)).isEqualTo(4);
    String family = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67";
    assertThat(graphemes.next(family + "x", 0, 9)).isEqualTo(family.length());
  }

  @Test
  void unspacedScriptsGoClusterByCluster() {
    assertThat(end("漢字 x", 0)).isEqualTo(1);
    assertThat(end("ab漢", 0)).isEqualTo(2);
    assertThat(end("น้ำใจ", 0)).isEqualTo(3);
    assertThat(end("か\u3099く", 0)).isEqualTo(2);
  }

  @Test
  void emojiSequencesStayWhole() {
    String heartOnFire = "\u2764\uFE0F\u200D\uD83D\uDD25";
    assertThat(end(heartOnFire, 0)).isEqualTo(5);
    assertThat(end("ab" + heartOnFire + " x", 0)).isEqualTo(7);
    assertThat(end("\uD83D\uDC4D\uD83C\uDFFDx", 0)).isEqualTo(4);
  }

  @Test
  void unitsEndWhereTheDirectionTurns() {
    assertThat(end("אב12", 0)).isEqualTo(2);
    assertThat(end("אב12", 2)).isEqualTo(4);
  }

  @Test
  void pairsOfClustersEndWithTheWord() {
    DirectedText text = DirectedText.of("ae\u0301iou x");
    assertThat(words.clusters(text, 0, 2)).isEqualTo(3);
    assertThat(words.clusters(text, 3, 2)).isEqualTo(5);
    assertThat(words.clusters(text, 5, 2)).isEqualTo(6);
  }

  private int end(String text, int start) {
    return words.end(DirectedText.of(text), start);
  }
}
