package org.hwautomation.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.bios.BiosPlanDocument;
import org.hwautomation.provisioning.steps.BiosWords;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
  @Mixin private BiosApproveOption approve = new BiosApproveOption();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why --approve is right.")
  private @Nullable String reason;

  @Override
  public Integer call() {
    var screen = options.screen();
    var approval =
        approve.because(Optional.ofNullable(reason).filter(text -> !text.isBlank())).settings();
    try (var manager = options.manager("bios plan")) {
      var place = target.place(manager);
      var chosen = type.of(manager, place);
      try (var session = place.open(manager.connections(), BmcPlace.READ_ONLY)) {
        var plan = BiosViews.bios(session, BiosWords::read).plan(chosen.bios(), approval);
        var document = BiosPlanDocument.of(plan);
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
