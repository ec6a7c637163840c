package org.hwautomation.cli;

import java.util.Set;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.bios.BiosPlanDocument;
import org.hwautomation.provisioning.steps.BiosWords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares the BIOS settings of a server with a device type's. */
@Command(name = "diff", description = "Show what a device type would change in the BIOS settings.")
final class BiosDiffCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private BmcTarget target = new BmcTarget();

  @Option(
      names = "--device-type",
      paramLabel = "T",
      required = true,
      description = "As configured.")
  private String deviceType = "";

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("bios diff")) {
      var type = manager.deviceTypes().get(deviceType);
      var place = target.place(manager);
      try (var session = place.open(manager.connections(), BmcPlace.READ_ONLY)) {
        var plan = BiosViews.bios(session, BiosWords::read).plan(type.bios(), Set.<String>of());
        screen.result(BiosPlanDocument.of(plan), () -> BiosViews.show(plan, screen));
        return ExitCodes.DONE;
      }
    }
  }
}
