package org.hwautomation.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.catalogue.ActionCatalogue;
import org.hwautomation.provisioning.catalogue.ActionDescription;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the actions. */
@Command(name = "list", description = "List the actions that steps can use.")
final class ActionListCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("action list")) {
      var actions = new ActionCatalogue(manager.engine().actions()).all();
      screen.result(
          Map.of("actions", actions.stream().map(ActionDescription::document).toList()),
          () ->
              screen.table(
                  List.of("ACTION", "CHANGES", "POINT OF NO RETURN", "WHAT IT DOES"),
                  actions.stream()
                      .map(
                          action ->
                              List.of(
                                  action.name(),
                                  action.external() ? screen.warn("something") : "nothing",
                                  action.points().isEmpty()
                                      ? ""
                                      : screen.grave(action.points().getFirst().description()),
                                  action.summary()))
                      .toList()));
      return ExitCodes.DONE;
    }
  }
}
