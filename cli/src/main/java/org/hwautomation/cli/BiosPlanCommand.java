package org.hwautomation.cli;

import java.util.Set;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.steps.BiosWords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows how a server's BIOS gets to be as its device type wants it; touches nothing. */
@Command(
    name = "plan",
    description =
        "Show the passes (a write and a reset each) to a device type's BIOS settings, what they"
            + " force along and what is refused. Touches nothing.")
final class BiosPlanCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private BmcTarget target = new BmcTarget();
  @Mixin private BiosTypeOption type = new BiosTypeOption();

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("bios plan")) {
      var place = target.place(manager);
      var chosen = type.of(manager, place);
      try (var session = place.open(manager.connections(), BmcPlace.READ_ONLY)) {
        var plan = BiosWords.read(BiosViews.redfish(session).bios()).plan(chosen.bios(), Set.of());
        var document = BiosViews.plan(plan);
        document.put("host", place.name());
        document.put("device_type", chosen.name());
        screen.result(
            document,
            () -> {
              BiosViews.show(plan, screen);
              screen.line(
                  plan.isClean()
                      ? plan.isEmpty()
                          ? "nothing to do: no write, no reset"
                          : "resets needed: " + plan.resets()
                      : "nothing would be written as it stands");
            });
        return plan.isClean() ? ExitCodes.DONE : ExitCodes.FAILED;
      }
    }
  }
}
