package org.hwautomation.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.catalogue.ActionCatalogue;
import org.hwautomation.provisioning.catalogue.ActionDescription;
import org.hwautomation.provisioning.catalogue.Parameters;
import org.hwautomation.workflow.Durations;
import org.hwautomation.workflow.Parameter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what an action declares. */
@Command(
    name = "show",
    description = "Show what an action takes, gives and changes, and what may not be cut off.")
final class ActionShowCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @picocli.CommandLine.Parameters(
      paramLabel = "NAME",
      description = "Such as bmc.move or bmc.move@1; without a version the newest.")
  private String name = "";

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("action show")) {
      var action = new ActionCatalogue(manager.engine().actions()).get(name);
      screen.result(action.document(), () -> show(screen, action));
      return ExitCodes.DONE;
    }
  }

  private static void show(Screen screen, ActionDescription action) {
    screen.line(screen.strong(action.name()) + "  " + action.summary());
    table(screen, "Takes, in with:", action.inputs(), "nothing");
    table(screen, "Gives, as steps.NAME.…", action.outputs(), "nothing");
    lines(screen, "Changes outside the run", action.effects(), "nothing");
    lines(
        screen,
        "Points of no return",
        action.points().stream()
            .map(
                point ->
                    screen.grave(point.description())
                        + ", usually "
                        + Durations.exact(point.expected())
                        + (action.adopts()
                            ? "; after a crash the next attempt finds out how it went"
                            : "; after a crash a person has to look"))
            .toList(),
        "none");
    lines(screen, "Taken back by", action.undoneBy().stream().toList(), "nothing");
  }

  private static void table(Screen screen, String title, List<Parameter> rows, String none) {
    screen.line("");
    screen.line(title + (rows.isEmpty() ? ": " + none : ""));
    var name = rows.stream().mapToInt(row -> row.name().length()).max().orElse(1);
    var type = rows.stream().mapToInt(row -> Parameters.type(row).length()).max().orElse(1);
    for (var row : rows) {
      screen.line(
          ("  %-" + name + "s  %-" + type + "s  %s")
              .formatted(row.name(), Parameters.type(row), row.meaning()));
    }
  }

  private static void lines(Screen screen, String title, List<String> lines, String none) {
    screen.line("");
    screen.line(title + (lines.isEmpty() ? ": " + none : ""));
    lines.forEach(line -> screen.line("  " + line));
  }
}
