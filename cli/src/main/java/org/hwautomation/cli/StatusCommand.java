package org.hwautomation.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.store.ServerRecord;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunQuery;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.WorkflowStatus;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What needs a person, what is being done, and what is ready. */
@Command(
    name = "status",
    description = "What needs you first, what is running, which servers are ready.")
final class StatusCommand implements Callable<Integer> {
  private static final RunQuery ENDED_BADLY =
      new RunQuery(
          Set.of(WorkflowStatus.FAILED, WorkflowStatus.CANCELLED),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          100_000);

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("status")) {
      var names = new RunNames(manager);
      var waiting = new ArrayList<RunRecord>();
      var running = new ArrayList<RunRecord>();
      for (var run : manager.store().runs(RunQuery.LIVE)) {
        var waits = run.phase() == Phase.PARKED || RunNames.interrupted(manager.store(), run);
        (waits ? waiting : running).add(run);
      }
      manager.store().runs(ENDED_BADLY).stream()
          .filter(run -> run.phase() == Phase.HELD)
          .forEach(waiting::add);
      var ready =
          manager.store().inventory().list().stream().filter(ServerRecord::isReady).toList();
      var needs = waiting.stream().map(run -> waiting(manager, names, run)).toList();
      var works = running.stream().map(run -> running(manager, names, run)).toList();
      var document = new LinkedHashMap<String, Object>();
      document.put("needs_attention", needs);
      document.put("running", works);
      document.put("ready", ready.stream().map(ServerListCommand::entry).toList());
      screen.result(
          document,
          () -> {
            showNeeds(screen, needs);
            showRunning(screen, works);
            showReady(screen, ready);
          });
      return ExitCodes.DONE;
    }
  }

  private Map<String, @Nullable Object> waiting(
      WorkflowManager manager, RunNames names, RunRecord run) {
    var entry = RunListCommand.entry(run, names, manager.store());
    entry.put(
        "kind",
        switch (run.phase()) {
          case HELD -> "held";
          case PARKED -> "parked";
          default -> "interrupted";
        });
    entry.put(
        "message",
        run.message()
            .orElse(
                "the process that executed it is gone, at step " + run.currentStep().orElse("0")));
    addAdvice(entry, manager, run, false);
    var commands = new ArrayList<String>();
    commands.add(options.next("run show " + run.runId()));
    commands.addAll(RunReport.of(manager, run.runId(), options).next());
    entry.put("commands", commands);
    return entry;
  }

  private Map<String, @Nullable Object> running(
      WorkflowManager manager, RunNames names, RunRecord run) {
    var entry = RunListCommand.entry(run, names, manager.store());
    addAdvice(entry, manager, run, true);
    entry.put(
        "current_sub_task",
        manager.store().progress(run.runId()).map(progress -> progress.text()).orElse(null));
    entry.put("commands", List.of(options.next("run watch " + run.runId())));
    return entry;
  }

  private static void addAdvice(
      Map<String, @Nullable Object> entry, WorkflowManager manager, RunRecord run, boolean alive) {
    var advice = RunActivity.advice(manager.engine().state(run.runId()).orElseThrow(), alive);
    entry.put("safe_to_power_off", advice.safe());
    entry.put("power_off_reason", advice.reason());
  }

  private static String advice(Screen screen, Map<String, @Nullable Object> entry) {
    var safe = Boolean.TRUE.equals(entry.get("safe_to_power_off"));
    return (safe ? screen.good("yes") : screen.bad("no"))
        + " (%s)".formatted(entry.get("power_off_reason"));
  }

  private static void showNeeds(Screen screen, List<Map<String, @Nullable Object>> needs) {
    screen.line("Needs you: " + (needs.isEmpty() ? "nothing" : String.valueOf(needs.size())));
    for (var entry : needs) {
      screen.line("  %s  %s".formatted(entry.get("hostname"), screen.bad(text(entry, "kind"))));
      text(entry, "message").lines().forEach(line -> screen.line("      " + line));
      screen.line("      Safe to power off: " + advice(screen, entry));
      if (entry.get("commands") instanceof List<?> commands) {
        commands.forEach(command -> screen.line("      " + command));
      }
    }
  }

  private static void showRunning(Screen screen, List<Map<String, @Nullable Object>> works) {
    screen.line("");
    screen.line("Running: " + works.size());
    for (var entry : works) {
      screen.line(
          "  %s  %s/%s %s %s"
              .formatted(
                  entry.get("hostname"),
                  entry.get("steps_completed"),
                  entry.get("steps"),
                  text(entry, "current_step_name"),
                  text(entry, "current_sub_task")));
      screen.line("      Safe to power off: " + advice(screen, entry));
      if (entry.get("commands") instanceof List<?> commands) {
        commands.forEach(command -> screen.line("      " + command));
      }
    }
  }

  private void showReady(Screen screen, List<ServerRecord> ready) {
    screen.line("");
    screen.line("Ready: " + ready.size());
    for (var server : ready) {
      screen.line(
          "  %s  %s  %s"
              .formatted(
                  RunNames.hostname(server),
                  server.serverModel().orElse(""),
                  options.next("server show " + RunNames.hostname(server))));
    }
  }

  private static String text(Map<String, @Nullable Object> entry, String key) {
    var value = entry.get(key);
    return value == null ? "" : value.toString();
  }
}
