package io.palimpsest.pipelines.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palimpsest.pipelines.image.PatchImage;
import io.palimpsest.pipelines.image.Patches;
import io.palimpsest.pipelines.image.Png;
import io.palimpsest.pipelines.run.StageLookup;
import io.palimpsest.pipelines.run.Workspace;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.record.PairSequence;
import io.palimpsest.schemas.record.PatchSequence;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code palimpsest show}. */
@Command(
    name = "show",
    description = "Show an artifact: its figures, its first records, its patches as an image.",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "ARTIFACT_OR_STAGE",
      description = "An artifact's directory, or a stage of a run in the workspace.")
  private String subject;

  @Option(
      names = "--png",
      paramLabel = "FILE",
      description = "Draw the patch records to this file.")
  private Optional<Path> png = Optional.empty();

  @Option(
      names = "--records",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many records (default: ${DEFAULT-VALUE}).")
  private int records;

  @Mixin private WorkspaceOptions workspace;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (records < 0) {
      throw new InvalidInputException("--records is %d; give 0 or more".formatted(records));
    }
    Workspace space = workspace.open();
    Artifact artifact = new StageLookup(space).find(subject);
    List<SpecificRecord> first = FirstRecords.of(space.store().storage(), artifact, records);
    PrintWriter out = spec.commandLine().getOut();
    summary(out, artifact);
    first.forEach(record -> out.println(Printable.of(json(record).toString())));
    if (png.isPresent()) {
      draw(artifact, first, png.get());
      out.println("drawn to " + png.get());
    }
    out.flush();
    return ExitCode.DONE;
  }

  private static void summary(PrintWriter out, Artifact artifact) {
    var manifest = artifact.manifest();
    out.printf(
        "%s%n%s, made by %s of %s at %s in %.1f s%n",
        Printable.of(artifact.directory()),
        Printable.of(manifest.kind()),
        Printable.of(manifest.run().stage()),
        Printable.of(manifest.run().workflow()),
        Printable.of(manifest.run().started()),
        manifest.run().seconds());
    manifest
        .metrics()
        .forEach(
            (name, value) ->
                out.printf("  %-28s %s%n", Printable.of(name), ResultTable.number(value)));
    manifest
        .shards()
        .forEach(
            shard ->
                out.printf(
                    "  %-36s %,12d bytes %s%n",
                    shard.name(),
                    shard.bytes(),
                    shard.records().isPresent()
                        ? "%,10d records".formatted(shard.records().getAsLong())
                        : ""));
  }

  /** JSON with images left out: they are for {@code --png}. */
  private static ObjectNode json(SpecificRecord record) {
    ObjectNode json = new ObjectMapper().createObjectNode();
    for (Schema.Field field : record.getSchema().getFields()) {
      Object value = record.get(field.pos());
      if (value instanceof SpecificRecord inner) {
        json.set(field.name(), json(inner));
      } else {
        json.putPOJO(
            field.name(), value instanceof ByteBuffer bytes ? bytes.remaining() + " bytes" : value);
      }
    }
    return json;
  }

  private static void draw(Artifact artifact, List<SpecificRecord> records, Path file)
      throws IOException {
    List<Patches> patches = new ArrayList<>();
    for (SpecificRecord record : records) {
      if (record instanceof PatchSequence sequence) {
        patches.add(Patches.of(sequence));
      } else if (record instanceof PairSequence pair) {
        patches.add(Patches.of(pair.getImage()));
      }
    }
    if (patches.isEmpty()) {
      throw new InvalidInputException(
          "%s holds %s, no patch records; --png draws those of render and shuffle"
              .formatted(artifact.directory(), artifact.manifest().kind()));
    }
    Files.write(file, Png.encode(PatchImage.defaults().sheet(patches)));
  }
}
