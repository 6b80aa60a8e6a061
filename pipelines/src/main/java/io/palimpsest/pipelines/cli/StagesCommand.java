package io.palimpsest.pipelines.cli;

import io.palimpsest.pipelines.config.ConfigKey;
import io.palimpsest.pipelines.config.Key;
import io.palimpsest.pipelines.config.Nearest;
import io.palimpsest.pipelines.stage.Port;
import io.palimpsest.pipelines.stage.StageType;
import io.palimpsest.pipelines.stage.StageTypes;
import io.palimpsest.schemas.InvalidInputException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code palimpsest stages}. */
@Command(
    name = "stages",
    description = "List the stage types, or document the keys of one.",
    mixinStandardHelpOptions = true)
final class StagesCommand implements Callable<Integer> {
  @Parameters(index = "0", arity = "0..1", paramLabel = "TYPE", description = "A stage type.")
  private Optional<String> type = Optional.empty();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (type.isEmpty()) {
      StageTypes.all()
          .values()
          .forEach(
              each ->
                  out.printf(
                      "%-16s %-12s %s%n", each.name(), each.place().label(), each.summary()));
    } else {
      document(out, find(type.get()));
    }
    out.flush();
    return ExitCode.DONE;
  }

  private static StageType<?> find(String name) {
    StageType<?> found = StageTypes.all().get(name);
    if (found == null) {
      throw new InvalidInputException(
          "no stage type '%s'%s".formatted(name, Nearest.hint(name, StageTypes.all().keySet())));
    }
    return found;
  }

  private static void document(PrintWriter out, StageType<?> type) {
    out.printf("%s: %s%n%n", type.name(), type.summary());
    for (Port port : type.ports()) {
      String kinds = port.kinds().isEmpty() ? "any artifact" : String.join(" or ", port.kinds());
      out.printf("  input  %s: %s%s%n", port.name(), kinds, port.arity().note());
    }
    out.printf("  makes  %s%n", String.join(" or ", type.kinds()));
    out.printf("  place  %s%n%n", type.place().label());
    for (ConfigKey key : ConfigKey.of(type.config())) {
      String byDefault = key.key().byDefault();
      out.printf(
          "  %s: %s; %s%n      %s%n",
          key.name(),
          key.type(),
          byDefault.equals(Key.REQUIRED) ? "required" : "default " + byDefault,
          key.key().value());
    }
  }
}
