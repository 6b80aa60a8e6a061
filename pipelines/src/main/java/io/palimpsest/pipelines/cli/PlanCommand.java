package io.palimpsest.pipelines.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palimpsest.pipelines.run.ChecksumCache;
import io.palimpsest.pipelines.run.Workspace;
import io.palimpsest.pipelines.workflow.PlannedStage;
import io.palimpsest.pipelines.workflow.Planner;
import io.palimpsest.pipelines.workflow.Workflow;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code palimpsest plan}. */
@Command(
    name = "plan",
    description = "Say for each stage whether it would be reused or run, and why. Runs nothing.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  @Mixin private WorkflowOptions workflow;
  @Mixin private WorkspaceOptions workspace;
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Workflow parsed = workflow.parse();
    Workspace space = workspace.open();
    ChecksumCache checksums = ChecksumCache.load(space.store().storage(), space.path());
    List<PlannedStage<?>> plan =
        new Planner(space.store(), checksums, space.latest(parsed.name())).plan(parsed);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(parsed, plan).toPrettyString());
    } else {
      plan.forEach(stage -> out.println(line(stage)));
    }
    out.flush();
    return ExitCode.DONE;
  }

  private static String line(PlannedStage<?> stage) {
    return "%-12s %-6s %s  %s"
        .formatted(
            stage.name(),
            action(stage),
            stage.fingerprint().substring(0, 12),
            Printable.of(stage.reason()));
  }

  private static ObjectNode json(Workflow workflow, List<PlannedStage<?>> plan) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("workflow", workflow.name());
    ArrayNode stages = root.putArray("stages");
    for (PlannedStage<?> stage : plan) {
      ObjectNode node = stages.addObject();
      node.put("name", stage.name());
      node.put("type", stage.type().name());
      node.put("action", action(stage));
      node.put("reason", stage.reason());
      node.put("fingerprint", stage.fingerprint());
      node.set("config", stage.config().data());
      node.set("inputs", new ObjectMapper().valueToTree(stage.inputs()));
    }
    return root;
  }

  private static String action(PlannedStage<?> stage) {
    return stage.artifact().isPresent() ? "reuse" : "run";
  }
}
