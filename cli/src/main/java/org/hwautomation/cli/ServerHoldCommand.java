package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.steps.ServerHolding;
import org.hwautomation.store.ServerIdentity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Holds a server back from being handed over. */
@Command(
    name = "hold",
    description = {
      "Hold a server back from being handed over, in the inventory and with a tag in MAAS;",
      "nothing is sent to the server. Audited."
    })
final class ServerHoldCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "SERVER", description = "MAAS host name or system id.")
  private String name = "";

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; shown and audited.")
  private String reason = "";

  @Override
  public Integer call() {
    var screen = options.screen();
    if (reason.isBlank()) {
      throw new IllegalArgumentException("--reason must say why");
    }
    try (var manager = options.manager("server hold")) {
      var machine = manager.machine(name);
      manager
          .store()
          .inventory()
          .identify(
              machine.systemId(),
              ServerIdentity.EMPTY.withNames(machine.hostname(), machine.systemId()));
      try (var maas = manager.connections().maas(request -> {})) {
        new ServerHolding(maas, manager.connections().inventory())
            .hold(machine.systemId(), reason, GlobalOptions.actor());
      }
      var document = new LinkedHashMap<String, Object>();
      document.put("server_id", machine.systemId());
      document.put("hostname", machine.hostname());
      document.put("held", true);
      document.put("reason", reason);
      screen.result(
          document,
          () ->
              screen.line(
                  "%s is held: %s (tag %s in MAAS)"
                      .formatted(machine.hostname(), reason, ServerHolding.TAG)));
      return ExitCodes.DONE;
    }
  }
}
