package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.hwautomation.hardware.MutationGuard;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows which MAAS answers, to whom, and how many machines it has. */
@Command(name = "status", description = "Show which MAAS answers, to whom, and its machines.")
final class MaasStatusCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("maas status");
        var maas = manager.connections().maas(MutationGuard.OPEN)) {
      var version = maas.version();
      var user = maas.whoami();
      var counts = new TreeMap<String, Integer>();
      var machines = maas.machines();
      machines.forEach(machine -> counts.merge(machine.statusName(), 1, Integer::sum));
      var document = new LinkedHashMap<String, Object>();
      document.put("url", manager.configuration().requireMaasUrl().toString());
      document.put("version", version.version());
      document.put("user", user.username());
      document.put("admin", user.superuser());
      document.put("machines", machines.size());
      document.put("by_status", counts);
      screen.result(
          document,
          () -> {
            screen.line(
                "MAAS %s at %s answers '%s'%s"
                    .formatted(
                        version.version(),
                        manager.configuration().requireMaasUrl(),
                        user.username(),
                        user.superuser() ? ", an admin" : ""));
            screen.line(machines.size() + " machines");
            counts.forEach((status, count) -> screen.line("  %4d %s".formatted(count, status)));
          });
      return ExitCodes.DONE;
    }
  }
}
