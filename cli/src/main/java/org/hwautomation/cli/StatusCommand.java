package org.hwautomation.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.runs.RunNames;
import org.hwautomation.provisioning.triage.Overview;
import org.hwautomation.provisioning.triage.Situation;
import org.hwautomation.provisioning.triage.Triage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What needs a person, what is slow, what is being done, and what is ready. */
@Command(
    name = "status",
    description = {
      "What needs you first, then what is slow, what is running, and which servers are ready.",
      "Reads the database only. hwauto why SERVER tells more of one, and what may be done about it."
    })
final class StatusCommand implements Callable<Integer> {
  private static final int SHOWN = 20;

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(names = "--all", description = "List all that run and are ready, however many.")
  private boolean all;

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("status")) {
      var overview = new Triage(manager).overview();
      screen.result(document(overview), () -> show(screen, overview));
      return ExitCodes.DONE;
    }
  }

  private Map<String, @Nullable Object> document(Overview overview) {
    var document = new LinkedHashMap<String, @Nullable Object>(overview.document());
    document.put("needs_attention", entries(overview.needsPerson()));
    document.put("slow", entries(overview.slow()));
    document.put("running", entries(overview.running()));
    document.put("ready", overview.ready().stream().map(ServerListCommand::entry).toList());
    return document;
  }

  /** With the command lines as they are to be typed on this configuration. */
  private List<Map<String, @Nullable Object>> entries(List<Situation> situations) {
    var entries = new ArrayList<Map<String, @Nullable Object>>();
    for (var s : situations) {
      var entry = new LinkedHashMap<String, @Nullable Object>(s.document());
      var commands = new ArrayList<String>();
      commands.add(why(s));
      s.actions().forEach(action -> commands.add(options.next(action.command())));
      entry.put("commands", commands);
      entries.add(entry);
    }
    return entries;
  }

  private String why(Situation s) {
    return options.next("why " + s.name());
  }

  private void show(Screen screen, Overview overview) {
    var view = new SituationView(screen, options);
    var needs = overview.needsPerson();
    if (needs.isEmpty()) {
      screen.line("Nothing needs you.");
    } else {
      screen.line(screen.bad("Needs you: " + needs.size()));
      var width = width(needs);
      for (var s : needs) {
        screen.line("  " + view.headline(s, width));
        s.cause().text().lines().limit(3).forEach(line -> screen.line("      " + line));
        screen.line("      Safe to power off: " + view.power(s));
        screen.line("      " + why(s));
        s.actions().stream()
            .limit(1)
            .forEach(
                action ->
                    screen.line(
                        "      " + view.command(action) + screen.faint("   # " + action.effect())));
      }
    }
    some(screen, view, screen.warn("Slow: " + overview.slow().size()), overview.slow());
    some(screen, view, "Running: " + overview.running().size(), overview.running());
    showReady(screen, overview);
  }

  private void some(Screen screen, SituationView view, String title, List<Situation> list) {
    if (list.isEmpty()) {
      return;
    }
    screen.line("");
    screen.line(title);
    var shown = all ? list : list.subList(0, Math.min(SHOWN, list.size()));
    var width = width(shown);
    for (var s : shown) {
      screen.line("  " + view.headline(s, width));
      screen.line("      " + s.cause().text().lines().findFirst().orElse(""));
      screen.line("      Safe to power off: " + view.power(s));
    }
    more(screen, list.size() - shown.size());
  }

  private static int width(List<Situation> list) {
    return list.stream().mapToInt(s -> s.name().length()).max().orElse(1);
  }

  private void more(Screen screen, int left) {
    if (left > 0) {
      screen.line("  ... and %d more: %s".formatted(left, options.next("status --all")));
    }
  }

  private void showReady(Screen screen, Overview overview) {
    var ready = overview.ready();
    screen.line("");
    screen.line("Ready: %d of %d servers".formatted(ready.size(), overview.servers()));
    var shown = all ? ready : ready.subList(0, Math.min(SHOWN, ready.size()));
    for (var server : shown) {
      screen.line(
          "  %-8s  %s  %s"
              .formatted(
                  server.rackLocation().orElse("-"),
                  RunNames.hostname(server),
                  server.serverModel().orElse("")));
    }
    more(screen, ready.size() - shown.size());
  }
}
