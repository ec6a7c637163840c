package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.safety.RefusedException;
import org.hwautomation.provisioning.steps.ServerHolding;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets a held server go, because a person says so. */
@Command(
    name = "hand-over",
    description = {
      "Let a held server go. A run lets go what it held once it has proven it; whoever overrules",
      "that says why, and it is audited. Nothing is sent to the server."
    })
final class ServerHandOverCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "SERVER", description = "MAAS host name or system id.")
  private String name = "";

  @Option(names = "--override", description = "Let it go though nothing has proven it.")
  private boolean override;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; needed with --override.")
  private @Nullable String reason;

  @Override
  public Integer call() {
    var screen = options.screen();
    var why = reason;
    if (override && (why == null || why.isBlank())) {
      throw new IllegalArgumentException("--override and --reason TEXT go together; it is audited");
    }
    try (var manager = options.manager("server hand-over")) {
      var machine = manager.machine(name);
      var hold = manager.store().holds().find(machine.systemId());
      if (hold.isPresent() && !override) {
        throw new RefusedException(
            9,
            "%s is held by %s since %s: %s. Run firmware-first to its end, or overrule it with --override --reason TEXT"
                .formatted(
                    machine.hostname(),
                    hold.get().heldBy(),
                    hold.get().since(),
                    hold.get().reason()));
      }
      var released = false;
      try (var maas = manager.connections().maas(request -> {})) {
        if (hold.isPresent() || machine.hasTag(ServerHolding.TAG)) {
          released =
              new ServerHolding(maas, manager.connections().inventory())
                  .release(
                      machine.systemId(),
                      GlobalOptions.actor(),
                      why == null ? "held in MAAS alone" : why);
        }
      }
      var document = new LinkedHashMap<String, Object>();
      document.put("server_id", machine.systemId());
      document.put("hostname", machine.hostname());
      document.put("released", released);
      var text =
          released
              ? "%s is held no more; its state is what it was: hwauto server show %s"
                  .formatted(machine.hostname(), machine.hostname())
              : "%s was not held".formatted(machine.hostname());
      screen.result(document, () -> screen.line(text));
      return ExitCodes.DONE;
    }
  }
}
