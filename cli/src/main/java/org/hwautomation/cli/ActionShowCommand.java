package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.catalogue.ActionCatalogue;
import org.hwautomation.provisioning.catalogue.ActionDescription;
import org.hwautomation.provisioning.catalogue.Parameters;
import org.hwautomation.workflow.Durations;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.UsualDuration;
import org.jspecify.annotations.Nullable;
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
      var usual = manager.engine().usualDurations(action.name());
      var document = new LinkedHashMap<String, @Nullable Object>(action.document());
      document.put("usual", usual.entrySet().stream().map(ActionShowCommand::entry).toList());
      screen.result(document, () -> show(screen, action, usual));
      return ExitCodes.DONE;
    }
  }

  private static Map<String, Object> entry(Map.Entry<String, UsualDuration> usual) {
    return Map.of(
        "server_model",
        usual.getKey(),
        "times",
        usual.getValue().count(),
        "median_seconds",
        usual.getValue().median().toSeconds(),
        "nine_of_ten_seconds",
        usual.getValue().high().toSeconds());
  }

  private static void show(
      Screen screen, ActionDescription action, Map<String, UsualDuration> usual) {
    screen.line(screen.strong(action.name()) + "  " + action.summary());
    table(screen, "Takes, in with:", action.inputs(), "nothing");
    table(screen, "Gives, as steps.NAME.…:", action.outputs(), "nothing");
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
    var width = usual.keySet().stream().mapToInt(String::length).max().orElse(1);
    lines(
        screen,
        "Usually takes, as learned here",
        usual.entrySet().stream()
            .map(
                each ->
                    ("%-" + width + "s  %s, nine of ten no longer than %s; %s")
                        .formatted(
                            each.getKey(),
                            Durations.text(each.getValue().median()),
                            Durations.text(each.getValue().high()),
                            each.getValue().count() == 1
                                ? "done once"
                                : "done %d times".formatted(each.getValue().count())))
            .toList(),
        "nothing learned yet");
  }

  private static void table(Screen screen, String title, List<Parameter> rows, String none) {
    screen.line("");
    screen.line(title + (rows.isEmpty() ? " " + none : ""));
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
