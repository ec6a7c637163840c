package org.hwautomation.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.hwautomation.server.ServerSettings;
import org.hwautomation.server.alerts.AlertTrial;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Sends a test to each receiver. */
@Command(
    name = "test",
    description = {
      "Send a test to every receiver that is configured, and show what came back.",
      "It is sent from here; no service need run, and no database is opened."
    },
    footer = "Exit codes: 0 all took it, 1 one did not, 2 bad input.")
final class AlertTestCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Override
  public Integer call() throws InterruptedException {
    var results = AlertTrial.of(options.configuration(), ServerSettings.DEFAULT.site());
    if (results.isEmpty()) {
      throw new IllegalArgumentException(
          "no receiver of alerts is configured; write alerts.webhooks or alerts.mail into the configuration");
    }
    var screen = options.screen();
    screen.result(
        Map.of("results", results.stream().map(AlertTrial.Result::document).toList()),
        () -> {
          for (var result : results) {
            screen.line(
                "%s  %s (%s): %s"
                    .formatted(
                        result.delivered() ? "delivered" : screen.warn("not delivered"),
                        screen.strong(result.receiver()),
                        result.to(),
                        result.said()));
          }
        });
    return results.stream().allMatch(AlertTrial.Result::delivered)
        ? ExitCodes.DONE
        : ExitCodes.FAILED;
  }
}
