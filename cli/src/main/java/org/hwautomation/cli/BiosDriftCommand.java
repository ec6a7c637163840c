package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.bios.BiosPlanDocument;
import org.hwautomation.provisioning.steps.BiosWords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells whether a server's BIOS is still as its device type wants it. */
@Command(
    name = "drift",
    description =
        "Compare the settings in effect with the device type's; exit code 1 if one differs or"
            + " can't be judged.")
final class BiosDriftCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private BmcTarget target = new BmcTarget();
  @Mixin private BiosTypeOption type = new BiosTypeOption();

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("bios drift")) {
      var place = target.place(manager);
      var chosen = type.of(manager, place);
      try (var session = place.open(manager.connections(), BmcPlace.READ_ONLY)) {
        var bios = BiosViews.bios(session, BiosWords::read);
        var plan = bios.plan(chosen.bios(), Set.of());
        var rows = BiosPlanDocument.differences(plan, bios.current());
        var document = new LinkedHashMap<String, Object>();
        var drifted = !rows.isEmpty() || !plan.problems().isEmpty();
        document.put("host", place.name());
        document.put("device_type", chosen.name());
        document.put("drifted", drifted);
        document.put("as_wanted", plan.alreadyRight().size());
        document.put("differs", rows);
        document.put("refused", BiosPlanDocument.refusals(plan.problems()));
        screen.result(
            document,
            () -> {
              screen.line(
                  drifted
                      ? screen.bad("drifted from " + chosen.name())
                      : screen.good("as " + chosen.name() + " wants it")
                          + ": %d settings".formatted(plan.alreadyRight().size()));
              if (!rows.isEmpty()) {
                screen.table(
                    List.of("SETTING", "WANTED", "IN EFFECT"),
                    rows.stream()
                        .map(
                            row ->
                                List.of(
                                    String.valueOf(row.get("attribute")),
                                    String.valueOf(row.get("wanted")),
                                    Objects.toString(row.get("effective"), "(not shown)")))
                        .toList());
              }
              plan.problems()
                  .forEach(
                      refusal ->
                          screen.line("  ! " + refusal.setting() + ": " + refusal.message()));
            });
        return drifted ? ExitCodes.FAILED : ExitCodes.DONE;
      }
    }
  }
}
