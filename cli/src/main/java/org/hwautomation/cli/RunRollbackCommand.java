package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.runs.RunNames;
import org.hwautomation.provisioning.runs.RunRow;
import org.hwautomation.provisioning.safety.MaasView;
import org.hwautomation.provisioning.safety.UseVerdict;
import org.hwautomation.provisioning.steps.ServerFields;
import org.hwautomation.provisioning.triage.LegalAction;
import org.hwautomation.provisioning.triage.Triage;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.WorkflowStatus;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Undoes, here, what a held run did. */
@Command(
    name = "rollback",
    description = {
      "Undo what a failed and held run did, as a new run, here: the undos of its completed steps,"
          + " the last first, down to the last that passed a point of no return; then its steps for"
          + " failure.",
      "Only what a definition says how to undo is undone. Ends with 0 if all of that was done."
    })
final class RunRollbackCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private PaceOption pace = new PaceOption();

  @Parameters(paramLabel = "RUN", description = "Run id or workflow id.")
  private String run = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the journal.")
  private String reason = "";

  @Option(names = "--yes", description = "Do not ask; needed where there is no terminal.")
  private boolean yes;

  @Option(names = "--dry-run", description = "Show what would be undone; do nothing.")
  private boolean dryRun;

  @Override
  public Integer call() throws InterruptedException {
    var screen = options.screen();
    try (var manager =
        GlobalOptions.manager(options.configuration(), pace.pace(), "run rollback")) {
      var found = RunNames.find(manager, run);
      var situation = new Triage(manager).ofRun(found);
      var would =
          situation.actions().stream()
              .filter(action -> action.kind() == LegalAction.Kind.ROLL_BACK)
              .map(LegalAction::effect)
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "run %s can't be rolled back: %s"
                              .formatted(
                                  found.runId(),
                                  situation.actions().stream()
                                          .anyMatch(
                                              action -> action.kind() == LegalAction.Kind.RELEASE)
                                      ? "nothing it did says how it is undone; give it up with: "
                                          + options.next("run release " + found.runId())
                                      : "only a failed and held run can, and it is "
                                          + RunRow.word(found, manager.store()))));
      var machine = machine(manager, found);
      if (dryRun) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("dry_run", true);
        document.put("run_id", found.runId());
        document.put("hostname", machine.map(Machine::hostname).orElse(null));
        document.put("maas_status", machine.map(Machine::statusName).orElse(null));
        document.put("effect", would);
        screen.result(document, () -> show(screen, machine, would));
        return ExitCodes.DONE;
      }
      if (!yes && !confirmed(screen, machine, situation.name(), would)) {
        return ExitCodes.BAD_INPUT;
      }
      var rollback = manager.engine().rollback(found.runId(), GlobalOptions.actor(), reason);
      screen.say("run " + rollback.runId() + ", workflow " + found.workflowId());
      RunHere.follow(screen, manager, situation.name(), rollback, options.at(pace));
      var end = rollback.state();
      return end.status() == WorkflowStatus.RUNNING || end.held() || end.notCleaned().isPresent()
          ? ExitCodes.FAILED
          : ExitCodes.DONE;
    }
  }

  /** The server as MAAS has it; nobody else may have taken it since (safety rule 2). */
  private static Optional<Machine> machine(WorkflowManager manager, RunRecord run) {
    if (run.serverId().isEmpty() || manager.configuration().maas().url().isEmpty()) {
      return Optional.empty();
    }
    var machine = manager.machine(run.serverId().get());
    var allowed =
        manager
            .engine()
            .state(run.runId())
            .flatMap(state -> new ServerFields(state.values()).allowInUse());
    UseVerdict.of(new MaasView.Known(machine.statusName(), machine.locked()), allowed, false)
        .require(machine.hostname());
    return Optional.of(machine);
  }

  private static void show(Screen screen, Optional<Machine> machine, String would) {
    machine.ifPresent(each -> screen.line(ProvisionCommand.describe(each)));
    screen.line(would);
  }

  private static boolean confirmed(
      Screen screen, Optional<Machine> machine, String name, String would) {
    var console = Terminal.console();
    if (screen.json() || console.isEmpty()) {
      throw new IllegalArgumentException(
          "nobody can be asked here whether %s is the right server, for %s; give --yes if it is"
              .formatted(machine.map(ProvisionCommand::describe).orElse(name), would));
    }
    show(screen, machine, would);
    return Terminal.agrees(console.get(), screen, "Is this the right server? Shall it be undone?");
  }
}
