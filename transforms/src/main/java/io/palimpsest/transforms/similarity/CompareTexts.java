package io.palimpsest.transforms.similarity;

import io.palimpsest.model.similarity.Bm25;
import io.palimpsest.model.similarity.Cosine;
import io.palimpsest.model.similarity.Similarity;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.Influence;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.RunRole;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.artifact.Outcome;
import io.palimpsest.transforms.artifact.WrittenFiles;
import io.palimpsest.transforms.dynamics.RecordedDynamics;
import io.palimpsest.transforms.featurizing.Vectors;
import io.palimpsest.transforms.fork.ForkedTask;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.file.DataFileWriter;

/**
 * Writes the likeness of each training to each test example as its influence in every test run,
 * influences.avro.
 *
 * @param features of the examples, for {@link Measure#COSINE}
 * @param attempt where the file is written
 */
public record CompareTexts(
    Measure measure, RecordedDynamics dynamics, List<InputShard> features, Attempt attempt)
    implements ForkedTask {
  private static final String INFLUENCES = "influences.avro";

  public CompareTexts {
    features = List.copyOf(features);
  }

  @Override
  public Outcome run(Storage storage, int threads, ProgressSink progress) throws IOException {
    Map<String, PromptExample> examples = new HashMap<>();
    List<PromptExample> tests = new ArrayList<>();
    for (PromptExample each : dynamics.examples()) {
      examples.put(each.getId(), each);
      if (each.getRole() == ExampleRole.TEST || each.getRole() == ExampleRole.TEST_UNSEEN) {
        tests.add(each);
      }
    }
    int written = 0;
    try (DataFileWriter<Influence> out =
        RecordFile.writer(Influence.class, storage, attempt.data() + "/" + INFLUENCES)) {
      for (TrainingRun run : dynamics.runs()) {
        if (run.getRole() == RunRole.TEST || run.getRole() == RunRole.TEST_UNSEEN) {
          written += write(run, examples, tests, out);
        }
      }
    }
    return WrittenFiles.outcome(storage, attempt, Map.of("influences", written));
  }

  private int write(
      TrainingRun run,
      Map<String, PromptExample> examples,
      List<PromptExample> tests,
      DataFileWriter<Influence> out)
      throws IOException {
    Set<String> ids = new LinkedHashSet<>();
    run.getCurriculum().forEach(ids::addAll);
    List<PromptExample> trained = ids.stream().map(id -> known(id, run, examples)).toList();
    double[][] scores = similarity(trained, tests).scores();
    for (int i = 0; i < scores.length; i++) {
      for (int j = 0; j < scores[i].length; j++) {
        out.append(
            Influence.newBuilder()
                .setMethod(measure.label())
                .setRun(run.getId())
                .setMetric("loss")
                .setTrainExample(trained.get(i).getId())
                .setTestExample(tests.get(j).getId())
                .setValue(scores[i][j])
                .build());
      }
    }
    return trained.size() * tests.size();
  }

  private Similarity similarity(List<PromptExample> trained, List<PromptExample> tests)
      throws IOException {
    return switch (measure) {
      case COSINE ->
          new Cosine(
              trained.stream().map(PromptExample::getId).toList(),
              tests.stream().map(PromptExample::getId).toList(),
              Vectors.read(features));
      case BM25 -> new Bm25(texts(trained), texts(tests));
    };
  }

  private static List<String> texts(List<PromptExample> examples) {
    return examples.stream().map(each -> each.getPrompt() + each.getAnswer()).toList();
  }

  private static PromptExample known(
      String id, TrainingRun run, Map<String, PromptExample> examples) {
    PromptExample found = examples.get(id);
    if (found == null) {
      throw new InvalidInputException(
          "example '%s' of %s has no text: add it to the examples".formatted(id, run.getId()));
    }
    return found;
  }
}
