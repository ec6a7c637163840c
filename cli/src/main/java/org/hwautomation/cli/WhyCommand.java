package org.hwautomation.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.triage.Cause;
import org.hwautomation.provisioning.triage.Situation;
import org.hwautomation.provisioning.triage.Triage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Why a server stands as it stands, and what may be done about it. */
@Command(
    name = "why",
    description = {
      "Why a server is where it is: cause, evidence, and what may be done now, with what each"
          + " command would do.",
      "MAAS is asked too if it is configured, for three seconds at most; without it the rest is"
          + " told all the same. Nothing is changed."
    })
final class WhyCommand implements Callable<Integer> {
  private static final Duration LONGEST = Duration.ofSeconds(3);

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(
      paramLabel = "SERVER",
      description = "Host name, server id or MAAS system id; or a run or workflow id.")
  private String name = "";

  @Option(names = "--no-maas", description = "Do not ask MAAS.")
  private boolean noMaas;

  @Override
  public Integer call() throws InterruptedException {
    var screen = options.screen();
    try (var manager = options.manager("why")) {
      var situation = new Triage(manager).ofServer(name);
      var maas = noMaas ? List.<String>of() : maas(manager, situation);
      screen.result(document(situation, maas), () -> show(screen, situation, maas));
      return ExitCodes.DONE;
    }
  }

  private Map<String, @Nullable Object> document(Situation situation, List<String> maas) {
    var document = new LinkedHashMap<String, @Nullable Object>(situation.document());
    document.put("maas", maas);
    document.put(
        "commands",
        situation.actions().stream().map(action -> options.next(action.command())).toList());
    return document;
  }

  /** What MAAS says of the server now, in lines; says so if it can't be asked. */
  private static List<String> maas(WorkflowManager manager, Situation situation)
      throws InterruptedException {
    var serverId = situation.serverId();
    if (serverId.isEmpty() || manager.configuration().maas().url().isEmpty()) {
      return List.of();
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = CompletableFuture.supplyAsync(() -> manager.machine(serverId.get()), threads);
      try {
        var machine = asked.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        return List.of(
            "MAAS calls it %s%s, power %s%s"
                .formatted(
                    machine.statusName(),
                    machine.locked() ? ", locked" : "",
                    machine.powerState().name().toLowerCase(java.util.Locale.ROOT),
                    machine.statusMessage().isBlank() ? "" : " (" + machine.statusMessage() + ")"));
      } catch (TimeoutException e) {
        return List.of("MAAS did not answer within " + LONGEST.toSeconds() + " s");
      } catch (ExecutionException e) {
        var cause = e.getCause() == null ? e : e.getCause();
        return List.of(
            "MAAS can't be asked: "
                + String.valueOf(cause.getMessage()).lines().findFirst().orElse(""));
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private void show(Screen screen, Situation s, List<String> maas) {
    var view = new SituationView(screen, options);
    var who = new ArrayList<String>();
    s.serverId().filter(id -> !id.equals(s.name())).ifPresent(who::add);
    s.rack().map(rack -> "rack " + rack).ifPresent(who::add);
    s.model().ifPresent(who::add);
    s.serial().map(serial -> "serial " + serial).ifPresent(who::add);
    screen.line(
        screen.strong(s.name()) + (who.isEmpty() ? "" : "  (" + String.join(", ", who) + ")"));
    screen.line(view.headline(s, s.name().length()).replaceFirst("^\\S+ +\\S+ +", ""));
    screen.line("");
    for (var cause : s.causes()) {
      show(screen, view, cause);
    }
    maas.forEach(line -> screen.line("    " + line));
    screen.line("");
    screen.line("Safe to power off: " + view.power(s));
    screen.line("");
    if (s.actions().isEmpty()) {
      screen.line("Nothing is to be done.");
      return;
    }
    screen.line("What you can do:");
    view.actions(s).forEach(line -> screen.line("  " + line));
  }

  private static void show(Screen screen, SituationView view, Cause cause) {
    var lines = cause.text().lines().toList();
    screen.line(view.kind(cause) + ": " + (lines.isEmpty() ? "" : lines.getFirst()));
    lines.stream().skip(1).forEach(line -> screen.line("  " + line));
    cause.evidence().forEach(line -> screen.line("    " + line));
  }
}
