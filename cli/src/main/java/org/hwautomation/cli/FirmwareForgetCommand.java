package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.hwautomation.store.FirmwareTrials.Pair;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets another server be the first to get a firmware version (safety rule 9). */
@Command(
    name = "forget",
    description = {
      "Forget that a version went wrong on the first server of a model that got it, or is still",
      "being tried there: the next server that wants it becomes the first. Audited."
    })
final class FirmwareForgetCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(index = "0", paramLabel = "MODEL", description = "As the refusal said it.")
  private String model = "";

  @Parameters(index = "1", paramLabel = "COMPONENT", description = "Such as bios.")
  private String component = "";

  @Parameters(index = "2", paramLabel = "VERSION", description = "As the catalog has it.")
  private String version = "";

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; for the audit.")
  private String reason = "";

  @Override
  public Integer call() {
    var screen = options.screen();
    if (reason.isBlank()) {
      throw new IllegalArgumentException("--reason must say why");
    }
    var pair = new Pair(model, FirmwareViews.type(component).wireName(), version);
    try (var manager = options.manager("firmware forget")) {
      var forgotten = manager.store().firmwareTrials().forget(pair, GlobalOptions.actor(), reason);
      var document = new LinkedHashMap<String, Object>();
      document.put("model", pair.model());
      document.put("component", pair.component());
      document.put("version", pair.version());
      document.put("forgotten", forgotten);
      screen.result(
          document,
          () ->
              screen.line(
                  forgotten
                      ? "the next server that wants %s is the first again".formatted(pair)
                      : "nothing to forget: %s is proven, or was never tried".formatted(pair)));
      return ExitCodes.DONE;
    }
  }
}
