package io.palimpsest.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.record.Document;
import io.palimpsest.schemas.record.PairSequence;
import io.palimpsest.schemas.record.PatchSequence;
import io.palimpsest.schemas.record.TokenSequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text, images and pairs of both from one corpus to one mixture, on embedded Flink. */
class MixedStreamsIT {
  private static final String TRAIN = "train";
  private static final String WORDS =
      """
      {"version": "1.0", "added_tokens": [{"id": 4, "content": "</s>", "special": true,
         "single_word": false, "lstrip": false, "rstrip": false, "normalized": false}],
       "normalizer": null, "pre_tokenizer": {"type": "WhitespaceSplit"}, "post_processor": null,
       "decoder": null, "truncation": {"direction": "Right", "max_length": 3,
         "strategy": "LongestFirst", "stride": 0}, "padding": null,
       "model": {"type": "WordLevel", "vocab": {"?": 0, "the": 1, "of": 2, "and": 3},
         "unk_token": "?"}}
      """;

  @TempDir static Path shared;
  private static Path workspace;

  @TempDir Path directory;

  @BeforeAll
  static void runOnce() throws IOException {
    Path corpus = TestCorpus.write(shared.resolve("corpus.jsonl"), 200);
    Files.writeString(
        shared.resolve("mixed.yaml"),
        """
        name: mixed
        seed: 7
        stages:
          corpus: {type: corpus, input: "%s", validation: 0.1}
          render: {type: render, from: corpus, max-patches: 32}
          text: {type: tokenize, from: corpus, max-tokens: 128}
          pair: {type: tokenize, from: render}
          mix:
            type: shuffle
            from: [text, render, pair]
            shards: 3
            text-weight: 2
            pixel-weight: 1.5
            pair-weight: 0.5
        """
            .formatted(corpus));
    workspace = shared.resolve("workspace");
    CommandLineRunner.Result run = run("mixed.yaml", workspace, "1");
    assertThat(run.exit()).as(run.err()).isZero();
  }

  @Test
  void eachKindIsThereAsOftenAsItsWeightSays() throws IOException {
    Map<String, Long> texts = times("text", TokenSequence.class, MixedStreamsIT::id);
    assertThat(times("mix", TokenSequence.class, MixedStreamsIT::id))
        .containsExactlyInAnyOrderEntriesOf(multiplied(texts, 2));
    Map<String, Long> images = times("render", PatchSequence.class, MixedStreamsIT::id);
    Map<String, Long> mixed = times("mix", PatchSequence.class, MixedStreamsIT::id);
    assertThat(mixed.keySet()).isEqualTo(images.keySet());
    assertThat(mixed.values()).contains(1L, 2L).allMatch(count -> count == 1 || count == 2);
    assertThat(sum(mixed) / sum(images)).isBetween(1.4, 1.6);
    Map<String, Long> pairs = times("mix", PairSequence.class, each -> id(each.getTokens()));
    assertThat(images.keySet()).containsAll(pairs.keySet());
    assertThat(pairs.values()).allMatch(count -> count == 1);
    assertThat(sum(pairs) / sum(images)).isBetween(0.4, 0.6);
  }

  @Test
  void everyValidationSampleIsThereOnce() throws IOException {
    assertThat(records("mix", "validation", TokenSequence.class))
        .containsExactlyInAnyOrderElementsOf(records("text", "validation", TokenSequence.class));
    assertThat(records("mix", "validation", PatchSequence.class))
        .containsExactlyInAnyOrderElementsOf(records("render", "validation", PatchSequence.class));
    assertThat(records("mix", "validation", PairSequence.class))
        .containsExactlyInAnyOrderElementsOf(records("pair", "validation", PairSequence.class))
        .isNotEmpty();
  }

  @Test
  void allTextsAreKept() throws IOException {
    Map<String, String> documents =
        records("corpus", TRAIN, Document.class).stream()
            .collect(Collectors.toMap(Document::getId, Document::getText));
    assertThat(texts(records("text", TRAIN, TokenSequence.class))).isEqualTo(documents);
    List<PairSequence> pairs = records("pair", TRAIN, PairSequence.class);
    assertThat(texts(pairs.stream().map(PairSequence::getTokens).toList())).isEqualTo(documents);
    assertThat(pairs)
        .allSatisfy(
            pair -> assertThat(pair.getTokens().getText()).isEqualTo(pair.getImage().getText()));
    assertThat(pairs)
        .extracting(PairSequence::getImage)
        .isEqualTo(records("render", TRAIN, PatchSequence.class));
  }

  @Test
  void kindsAreSpreadOverEveryShard() throws IOException {
    assertThat(shards("mix", TRAIN)).hasSize(3);
    for (Path shard : shards("mix", TRAIN)) {
      List<SpecificRecord> records = new ArrayList<>();
      read(shard, records);
      assertThat(records.subList(0, 20).stream().map(Object::getClass).distinct()).hasSize(3);
    }
  }

  @Test
  void figuresSayWhatIsInIt() throws IOException {
    JsonNode stages = latest(workspace).path("stages");
    JsonNode text = stages.at("/text/metrics");
    assertThat(text.path("documents").asInt()).isEqualTo(180);
    assertThat(text.path("bytes_per_token").asDouble()).isEqualTo(1);
    assertThat(text.path("truncated").asInt()).isZero();
    JsonNode mix = stages.at("/mix/metrics");
    for (Map.Entry<String, Integer> id :
        Map.of("vocabulary", 258, "bos", 256, "eos", 257).entrySet()) {
      assertThat(text.path(id.getKey()).asInt()).isEqualTo(id.getValue());
      assertThat(mix.path(id.getKey()).asInt()).isEqualTo(id.getValue());
    }
    double kinds = 0;
    for (String kind : List.of("text", "pixel", "pair")) {
      assertThat(mix.path("records." + kind).asDouble()).isPositive();
      kinds += mix.path("records." + kind).asDouble();
    }
    assertThat(mix.path("records").asDouble()).isEqualTo(kinds);
    assertThat(manifest("mix").path("kind").asText()).isEqualTo("shuffled-sequences");
    assertThat(manifest("mix").path("schemas").size()).isEqualTo(3);
    assertThat(manifest("text").path("kind").asText()).isEqualTo("token-sequences");
    assertThat(manifest("pair").path("kind").asText()).isEqualTo("pair-sequences");
  }

  @Test
  void parallelismDoesNotChangeAByte() throws IOException {
    Path other = directory.resolve("workspace");
    CommandLineRunner.Result run = run("mixed.yaml", other, "2");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(Snapshot.of(workspace)).containsAllEntriesOf(Snapshot.of(other));
    assertThat(Snapshot.of(other)).hasSizeGreaterThan(4 * 8);
  }

  @Test
  void mixedSamplesAreShown() {
    Path png = directory.resolve("mixed.png");
    CommandLineRunner.Result show =
        CommandLineRunner.run(
            "show",
            "mix",
            "--records",
            "20",
            "--workspace",
            workspace.toString(),
            "--png",
            png.toString());
    assertThat(show.exit()).as(show.err()).isZero();
    assertThat(show.out()).contains("\"tokens\":[256,", "\"image\":{\"document_id\"");
    assertThat(png).isNotEmptyFile();
  }

  @Test
  void aTokenizerFileIsUsedAndOthersAreNotMixedWithIt() throws IOException {
    Path words = Files.writeString(shared.resolve("words.json"), WORDS);
    Path workflow = shared.resolve("words.yaml");
    Files.writeString(
        workflow,
        Files.readString(shared.resolve("mixed.yaml"))
            .replace("name: mixed", "name: words")
            .replace("max-tokens: 128", "max-tokens: 16, tokenizer: " + words));
    CommandLineRunner.Result run = run("words.yaml", workspace, "2");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains("have different tokens")
        .contains("give both stages the same tokenizer, bos-token and eos-token");
    JsonNode text = latest(workspace, "words").at("/stages/text");
    assertThat(text.at("/metrics/vocabulary").asInt()).isEqualTo(5);
    Path artifact = Path.of(text.path("artifact").asText());
    List<SpecificRecord> sequences = new ArrayList<>();
    for (Path shard : shards(artifact, TRAIN)) {
      read(shard, sequences);
    }
    assertThat(sequences)
        .hasSizeGreaterThan(180)
        .allSatisfy(
            sequence ->
                assertThat(((TokenSequence) sequence).getTokens())
                    .hasSizeLessThanOrEqualTo(16)
                    .startsWith(4)
                    .endsWith(4));
  }

  private static CommandLineRunner.Result run(String file, Path workspace, String parallelism) {
    return CommandLineRunner.run(
        "run",
        shared.resolve(file).toString(),
        "--workspace",
        workspace.toString(),
        "--",
        "--parallelism=" + parallelism);
  }

  private static String id(TokenSequence sequence) {
    return sequence.getDocumentId() + "#" + sequence.getIndex();
  }

  private static String id(PatchSequence sequence) {
    return sequence.getDocumentId() + "#" + sequence.getIndex();
  }

  private static <T extends SpecificRecord> Map<String, Long> times(
      String stage, Class<T> type, Function<T, String> id) throws IOException {
    return records(stage, TRAIN, type).stream()
        .collect(Collectors.groupingBy(id, TreeMap::new, Collectors.counting()));
  }

  private static Map<String, Long> multiplied(Map<String, Long> times, long factor) {
    Map<String, Long> more = new TreeMap<>();
    times.forEach((id, count) -> more.put(id, count * factor));
    return more;
  }

  private static double sum(Map<String, Long> times) {
    return times.values().stream().mapToDouble(Long::doubleValue).sum();
  }

  private static Map<String, String> texts(List<TokenSequence> sequences) {
    return sequences.stream()
        .sorted(Comparator.comparing(TokenSequence::getIndex))
        .collect(
            Collectors.toMap(
                TokenSequence::getDocumentId, TokenSequence::getText, (a, b) -> a + b));
  }

  /** The records of a split that are of a type, in order of files and places. */
  private static <T extends SpecificRecord> List<T> records(
      String stage, String split, Class<T> type) throws IOException {
    List<SpecificRecord> records = new ArrayList<>();
    for (Path file : shards(stage, split)) {
      read(file, records);
    }
    return records.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static void read(Path file, List<SpecificRecord> records) throws IOException {
    try (DataFileStream<SpecificRecord> in =
        RecordFile.reader(SpecificRecord.class, Files.newInputStream(file))) {
      in.forEach(records::add);
    }
  }

  private static List<Path> shards(String stage, String split) throws IOException {
    return shards(artifact(stage), split);
  }

  private static List<Path> shards(Path artifact, String split) throws IOException {
    try (Stream<Path> files = Files.list(artifact)) {
      return files
          .filter(path -> path.getFileName().toString().startsWith(split))
          .sorted()
          .toList();
    }
  }

  private static Path artifact(String stage) throws IOException {
    return Path.of(latest(workspace).at("/stages/" + stage + "/artifact").asText());
  }

  private static JsonNode manifest(String stage) throws IOException {
    return new ObjectMapper().readTree(artifact(stage).resolve("manifest.json").toFile());
  }

  private static JsonNode latest(Path workspace) throws IOException {
    return latest(workspace, "mixed");
  }

  private static JsonNode latest(Path workspace, String workflow) throws IOException {
    Path file = workspace.resolve("runs").resolve(workflow).resolve("latest.json");
    return new ObjectMapper().readTree(file.toFile());
  }
}
