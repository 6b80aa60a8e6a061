package io.palimpsest.transforms.fork;

import io.palimpsest.transforms.artifact.Outcome;
import io.palimpsest.transforms.storage.CachingStorage;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * The forked process: reads Beam's options and a {@link ForkedTask} from standard input, runs it,
 * and writes {@link Message}s to standard output. The end of standard input means that the parent
 * is gone.
 */
final class ForkedMain {
  private static final int ORPHANED = 70;

  private ForkedMain() {}

  public static void main(String[] args) throws Exception {
    PrintStream messages =
        new PrintStream(System.out, /* autoFlush= */ true, StandardCharsets.UTF_8);
    // What libraries print must not mix with messages.
    System.setOut(System.err);
    ObjectInputStream in = new ObjectInputStream(System.in);
    PipelineOptions options = OptionsJson.read((String) in.readObject());
    FileSystems.setDefaultPipelineOptions(options);
    ForkedTask task = (ForkedTask) in.readObject();
    exitWithParent(System.in);
    try {
      Outcome outcome =
          task.run(
              CachingStorage.of(options),
              Integer.parseInt(args[0]),
              (units, note) ->
                  messages.println(new Message(Message.Kind.PROGRESS, units, note).toLine()));
      messages.println(new Message(Message.Kind.OUTCOME, 0, outcome.toJson()).toLine());
    } catch (Throwable failure) {
      failure.printStackTrace();
      messages.println(Message.error(failure).toLine());
      System.exit(1);
    }
    System.exit(0);
  }

  private static void exitWithParent(InputStream parent) {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (parent.read() >= 0) {}
              } catch (IOException e) {
                // A broken pipe says the same as a closed one.
              }
              Runtime.getRuntime().halt(ORPHANED);
            },
            "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }
}
