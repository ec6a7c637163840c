package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.runs.CareOrders;
import org.hwautomation.provisioning.runs.RunNames;
import org.hwautomation.store.RunCare.Acknowledgement;
import org.hwautomation.store.RunCare.Care;
import org.hwautomation.workflow.Durations;
import org.hwautomation.workflow.RunRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who looks after a run, and what was noted about it. */
@Command(
    name = "care",
    description = {
      "Show or say who looks after a run: owner, acknowledgement, ticket, notes.",
      "A run and those that resume it share it. An empty text takes a value away. Every change is"
          + " audited; the run itself is not changed."
    })
final class RunCareCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "RUN", description = "Run id or workflow id.")
  private String run = "";

  @Option(names = "--take", description = "You own it.")
  private boolean take;

  @Option(names = "--owner", paramLabel = "NAME", description = "Who owns it.")
  private @Nullable String owner;

  @Option(
      names = "--ack",
      paramLabel = "TIME",
      description = "You have seen it, and for TIME, such as 2h, it needs nobody else.")
  private @Nullable String acknowledgement;

  @Option(names = "--ticket", paramLabel = "TEXT", description = "Its number or address elsewhere.")
  private @Nullable String ticket;

  @Option(names = "--note", paramLabel = "TEXT", description = "Something to add to its notes.")
  private @Nullable String note;

  @Override
  public Integer call() {
    if (take && owner != null) {
      throw new IllegalArgumentException("give --take or --owner, not both");
    }
    var screen = options.screen();
    try (var manager = options.manager("run care")) {
      var found = RunNames.find(manager, run);
      change(manager, found);
      var document = CareOrders.document(manager, found);
      screen.result(document, () -> show(screen, document));
      return ExitCodes.DONE;
    }
  }

  private void change(WorkflowManager manager, RunRecord found) {
    var orders = new CareOrders(manager, GlobalOptions.actor());
    var newOwner = take ? Optional.of(GlobalOptions.actor()) : line("owner", owner, 100);
    var newTicket = line("ticket", ticket, 500);
    var seen =
        acknowledgement == null || acknowledgement.isBlank()
            ? Optional.<Acknowledgement>empty()
            : Optional.of(orders.acknowledged(Durations.parse(acknowledgement)));
    var _ =
        orders.change(
            found,
            (Care care) -> {
              var changed = take || owner != null ? care.ownedBy(newOwner) : care;
              changed = acknowledgement != null ? changed.acknowledged(seen) : changed;
              return ticket != null ? changed.withTicket(newTicket) : changed;
            });
    if (note != null) {
      orders.note(found, note);
    }
  }

  private static Optional<String> line(String what, @Nullable String text, int longest) {
    return text == null ? Optional.empty() : CareOrders.line(what, text, longest);
  }

  private static void show(Screen screen, Map<String, @Nullable Object> document) {
    var facts = new LinkedHashMap<String, @Nullable Object>(document);
    facts.remove("notes");
    if (facts.get("owner") == null) {
      facts.put("owner", "nobody");
    }
    screen.facts(facts);
    if (document.get("notes") instanceof List<?> notes) {
      for (var each : notes) {
        if (each instanceof Map<?, ?> entry) {
          screen.line(
              "%s  %s  %s"
                  .formatted(
                      String.valueOf(entry.get("at")).substring(0, 19) + "Z",
                      entry.get("actor"),
                      String.valueOf(entry.get("text")).replaceAll("[\\p{Cntrl}&&[^\n]]+", " ")));
        }
      }
    }
  }
}
