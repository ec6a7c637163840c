package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets refused logins be tried again (safety rule 4). */
@Command(
    name = "unlock",
    description = "Let logins that a BMC or host refused be tried again; audited.")
final class BmcUnlockCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "ADDRESS", description = "The address of the BMC or host.")
  private String address = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; for the audit.")
  private @Nullable String reason;

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("bmc unlock")) {
      var cleared =
          manager
              .store()
              .quarantine()
              .clear(address, GlobalOptions.actor(), reason == null ? "not given" : reason);
      var document = new LinkedHashMap<String, Object>();
      document.put("address", address);
      document.put("cleared", cleared);
      screen.result(
          document,
          () ->
              screen.line(
                  cleared == 0
                      ? "no login of " + address + " was held back"
                      : "%d login(s) of %s may be tried again".formatted(cleared, address)));
      return ExitCodes.DONE;
    }
  }
}
