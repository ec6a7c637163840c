package org.hwautomation.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.batch.BatchOpening;
import org.hwautomation.provisioning.batch.BatchRequest;
import org.hwautomation.provisioning.batch.BatchServer;
import org.jspecify.annotations.Nullable;

/** Opens a batch from the command line, and goes on with it here. */
final class BatchStart {
  private final Screen screen;
  private final WorkflowManager manager;
  private final GlobalOptions options;

  BatchStart(Screen screen, WorkflowManager manager, GlobalOptions options) {
    this.screen = screen;
    this.manager = manager;
    this.options = options;
  }

  /** What is known of a server, or why it can't be found. */
  private record Seen(BatchServer server, Optional<Machine> machine, Optional<String> problem) {}

  int start(BatchRequest request, boolean dryRun, boolean yes) throws InterruptedException {
    var opening = new BatchOpening(manager);
    opening.check(request);
    if (dryRun) {
      var seen = seen(request);
      screen.result(plan(request, seen), () -> show(request, seen));
      return ExitCodes.DONE;
    }
    if (!yes && !confirmed(request)) {
      return ExitCodes.BAD_INPUT;
    }
    var opened = opening.open(request, GlobalOptions.actor());
    screen.say(
        "batch %s: %s on %d servers%s"
            .formatted(
                request.name(),
                request.terms().template(),
                request.servers().size(),
                opened ? "" : ", which is under way already"));
    return BatchHere.follow(screen, manager, options, request.name());
  }

  private List<Seen> seen(BatchRequest request) {
    var seen = new ArrayList<Seen>();
    for (var server : request.servers()) {
      try {
        seen.add(new Seen(server, Optional.of(manager.machine(server.server())), Optional.empty()));
      } catch (RuntimeException e) {
        seen.add(new Seen(server, Optional.empty(), Optional.ofNullable(e.getMessage())));
      }
    }
    return seen;
  }

  private boolean confirmed(BatchRequest request) {
    var console = Terminal.console();
    if (console.isEmpty()) {
      throw new IllegalArgumentException(
          "this is no terminal where you could be asked whether these are the right %d servers; give --yes if they are"
              .formatted(request.servers().size()));
    }
    if (screen.json()) {
      throw new IllegalArgumentException("--json asks nothing; give --yes too");
    }
    show(request, seen(request));
    return Terminal.agrees(
        console.get(), screen, "Are these the right servers? They will be restarted.");
  }

  private void show(BatchRequest request, List<Seen> seen) {
    screen.table(
        List.of("SERVER", "SERIAL", "MAAS", "DEVICE TYPE", "BMC GETS", ""),
        seen.stream().map(each -> row(request, each)).toList());
    screen.line("");
    screen.line(
        "batch %s: %s on %d servers, %d at once%s%s"
            .formatted(
                request.name(),
                request.terms().template(),
                request.servers().size(),
                request.terms().most(),
                request.terms().perRack().isPresent()
                    ? ", %d in one rack".formatted(request.terms().perRack().getAsInt())
                    : "",
                request.terms().stopAfter().map(text -> ", until " + text + " failed").orElse("")));
  }

  private static List<String> row(BatchRequest request, Seen each) {
    return List.of(
        each.server().server(),
        each.machine().map(machine -> machine.hardwareInfo().systemSerial()).orElse(""),
        each.machine()
            .map(machine -> machine.statusName() + (machine.locked() ? ", locked" : ""))
            .orElse(""),
        type(request, each).orElse(""),
        each.server()
            .address()
            .or(() -> request.range().map(range -> "one of " + range))
            .orElse(""),
        each.problem().flatMap(text -> text.lines().findFirst()).orElse(""));
  }

  private static Optional<String> type(BatchRequest request, Seen each) {
    return each.server().deviceType().or(request.terms()::deviceType);
  }

  private static Map<String, @Nullable Object> plan(BatchRequest request, List<Seen> seen) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("dry_run", true);
    document.put("name", request.name());
    document.put("template", request.terms().template());
    document.put("max", request.terms().most());
    document.put("stop_after", request.terms().stopAfter().orElse(null));
    document.put("address_range", request.range().map(Object::toString).orElse(null));
    document.put(
        "servers",
        seen.stream()
            .map(
                each -> {
                  var row = new LinkedHashMap<String, @Nullable Object>();
                  row.put("server", each.server().server());
                  row.put("server_id", each.machine().map(Machine::systemId).orElse(null));
                  row.put(
                      "serial",
                      each.machine().map(m -> m.hardwareInfo().systemSerial()).orElse(null));
                  row.put("maas_status", each.machine().map(Machine::statusName).orElse(null));
                  row.put("device_type", type(request, each).orElse(null));
                  row.put("target_ipmi_ip", each.server().address().orElse(null));
                  row.put("problem", each.problem().orElse(null));
                  return row;
                })
            .toList());
    return document;
  }
}
