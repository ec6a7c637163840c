package org.hwautomation.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.runs.RunNames;
import org.hwautomation.provisioning.support.SupportBundle;
import org.hwautomation.workflow.RunRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** All about a run for those who are to help, in one file. */
@Command(
    name = "support-bundle",
    description = {
      "Write all that is known of a run into a ZIP file, for those who are to help.",
      "Journal, steps, situation, server, audit, settings, versions and the end of the log; no"
          + " secrets. It holds addresses, names and serials. No server is asked."
    })
final class SupportBundleCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "RUN", description = "Run id or workflow id.")
  private String run = "";

  @Option(
      names = "--out",
      paramLabel = "FILE.zip",
      description = "Where to; support-RUN.zip in the working folder if not given.")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException {
    var screen = options.screen();
    try (var manager = options.manager("support-bundle")) {
      var found = RunNames.find(manager, run);
      var file = out == null ? Path.of("support-" + found.runId() + ".zip") : out;
      var manifest = write(new SupportBundle(manager, Version.number()), found, file);
      manifest.put("file", file.toString());
      screen.result(manifest, () -> show(screen, manifest, file));
      return ExitCodes.DONE;
    }
  }

  private static Map<String, @Nullable Object> write(
      SupportBundle bundle, RunRecord found, Path file) throws IOException {
    try {
      return bundle.write(found, file);
    } catch (FileAlreadyExistsException e) {
      throw new IllegalArgumentException(file + " is there already; name another with --out", e);
    }
  }

  private static void show(Screen screen, Map<String, @Nullable Object> manifest, Path file) {
    if (manifest.get("files") instanceof List<?> files) {
      screen.table(
          List.of("FILE", "BYTES", "WHAT"),
          files.stream()
              .map(each -> (Map<?, ?>) each)
              .map(
                  each ->
                      List.of(
                          String.valueOf(each.get("name")),
                          String.valueOf(each.get("bytes")),
                          String.valueOf(each.get("description"))))
              .toList());
    }
    screen.line("");
    screen.line(file + ": secrets are taken out; addresses, names and serials are in it");
  }
}
