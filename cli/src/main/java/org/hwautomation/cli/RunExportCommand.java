package org.hwautomation.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.runs.JournalDocument;
import org.hwautomation.provisioning.runs.RunNames;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A run as one document. */
@Command(
    name = "export",
    description = {
      "All of a run in one JSON document: identity, definition, every entry, the runs before and"
          + " after it.",
      "It holds no password: a secret is three asterisks. It holds addresses, names and serials."
    })
final class RunExportCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "RUN", description = "Run id or workflow id.")
  private String run = "";

  @Option(names = "--out", paramLabel = "FILE", description = "Where to; standard output.")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException {
    var screen = options.screen();
    try (var manager = options.manager("run export")) {
      var found = RunNames.find(manager, run);
      var document = JournalDocument.export(manager.store(), found, Version.number());
      if (out == null) {
        screen.print(Screen.text(document));
      } else {
        Files.writeString(out, Screen.text(document), StandardCharsets.UTF_8);
        screen.say("run %s is in %s".formatted(found.runId(), out));
      }
      return ExitCodes.DONE;
    }
  }
}
