package org.hwautomation.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.schedule.ScheduleDocument;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a schedule and what became of its times. */
@Command(name = "show", description = "Show a schedule, its next times, and what became of others.")
final class ScheduleShowCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "NAME", description = "Its name.")
  private String name = "";

  @Option(
      names = "--last",
      paramLabel = "N",
      description = "How many times that came to show; ${DEFAULT-VALUE}.")
  private int last = 10;

  @Override
  public Integer call() {
    if (last < 0) {
      throw new IllegalArgumentException("--last " + last + " is less than 0");
    }
    var screen = options.screen();
    try (var manager = options.manager("schedule show")) {
      var schedule = ScheduleViews.find(manager, name);
      var terms = schedule.terms();
      var now = manager.engine().time().now();
      var firings = manager.store().firings().of(name, last);
      var document =
          new LinkedHashMap<>(
              ScheduleDocument.of(
                  schedule, manager.store().firings().of(name, 1).stream().findFirst(), now));
      document.put("firings", new ArrayList<>(firings.stream().map(ScheduleDocument::of).toList()));
      screen.result(
          document,
          () -> {
            var facts = new LinkedHashMap<String, @Nullable Object>();
            facts.put("schedule", name);
            facts.putAll(ScheduleViews.facts(terms));
            facts.put("made", "by %s, %s".formatted(schedule.createdBy(), schedule.createdAt()));
            if (schedule.revision() > 1) {
              facts.put(
                  "changed", "by %s, %s".formatted(schedule.changedBy(), schedule.changedAt()));
            }
            screen.facts(facts);
            if (schedule.paused()) {
              screen.line(screen.warn("paused") + "; " + options.next("schedule resume " + name));
            } else {
              screen.line("next:");
              ScheduleViews.next(screen, ScheduleDocument.next(schedule, now), terms.zone(), now);
            }
            if (!firings.isEmpty()) {
              screen.line("so far, newest first:");
              firings.forEach(firing -> ScheduleViews.firing(screen, firing, terms.zone()));
            }
            ScheduleViews.schedulers(screen, manager);
          });
      return ExitCodes.DONE;
    }
  }
}
