package org.hwautomation.cli;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.runs.RunNames;
import org.hwautomation.provisioning.runs.RunOrders;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.ResumeChanges;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Goes on, here, with a run that was interrupted, parked or is held. */
@Command(
    name = "resume",
    description = {
      "Go on with an interrupted, parked, paused or held run; done steps are not done again.",
      "A held run goes on as a new run. With --set it is given something else, if no completed step"
          + " has read that; with --skip a step is left out."
    })
final class RunResumeCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private PaceOption pace = new PaceOption();

  @Parameters(paramLabel = "RUN", description = "Run id or workflow id.")
  private String run = "";

  @Mixin private InputOptions inputs = new InputOptions();

  @Option(
      names = "--skip",
      paramLabel = "STEP",
      description = "Leave a step of a held run out, as if it had completed without a result.")
  private List<String> skips = List.of();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the journal.")
  private String reason = "";

  @Option(
      names = "--yes",
      description =
          "Do not ask. Without a terminal nothing is asked either, but --set and --skip need it.")
  private boolean yes;

  @Option(
      names = "--dry-run",
      description = "Show which steps would run; take nothing over and send nothing.")
  private boolean dryRun;

  @Override
  public Integer call() throws InterruptedException {
    var screen = options.screen();
    try (var manager = GlobalOptions.manager(options.configuration(), pace.pace(), "run resume")) {
      var found = RunNames.find(manager, run);
      var held = found.phase() == Phase.HELD;
      if (found.status().isTerminal() && !(held && found.status() == WorkflowStatus.FAILED)) {
        throw new IllegalArgumentException(
            "run %s is %s; only an interrupted, parked or failed and held run can be resumed%s"
                .formatted(
                    found.runId(),
                    found.status().wireName(),
                    held
                        ? "; look at its server, then: "
                            + options.next("run release " + found.runId())
                        : ""));
      }
      refuseScripts(manager, found);
      var changes = changes(manager, found);
      if (new RunOrders(manager, GlobalOptions.actor()).isPausedElsewhere(found)) {
        refuseChanges(found);
        return unpause(screen, manager, found);
      }
      if (dryRun) {
        var plan = ResumePlan.of(manager, found);
        screen.result(plan.document(), () -> plan.show(screen));
        return ExitCodes.DONE;
      }
      var console = Terminal.console();
      if (!yes && isChanged() && (screen.json() || console.isEmpty())) {
        throw new IllegalArgumentException(
            "nobody can be asked here whether run %s may go on with something else; give --yes if it may"
                .formatted(found.runId()));
      }
      if (!yes && !screen.json() && console.isPresent()) {
        ResumePlan.of(manager, found).show(screen);
        if (!Terminal.agrees(
            console.get(), screen, "Is this the right server, and may it go on?")) {
          return ExitCodes.BAD_INPUT;
        }
      }
      var resumed = manager.engine().resume(found.runId(), GlobalOptions.actor(), changes);
      var name = new RunNames(manager).server(found.serverId());
      screen.say("run " + resumed.runId() + ", workflow " + found.workflowId());
      return RunHere.follow(
          screen, manager, name.isEmpty() ? found.workflowId() : name, resumed, options.at(pace));
    }
  }

  /** What only a script can carry out is not taken over: that would change why it is parked. */
  private static void refuseScripts(WorkflowManager manager, RunRecord run) {
    var state = manager.engine().state(run.runId()).orElseThrow();
    for (var step : state.definition().placed().values()) {
      var action = step.action().orElse("");
      if (action.startsWith("script.")
          && !manager.engine().actions().containsKey(action)
          && !state.step(step.path()).isOver()) {
        throw new IllegalArgumentException(
            "step %s of run %s is a function of a script; run that again, and let it call workflow.resume(context)"
                .formatted(step.path(), run.runId()));
      }
    }
  }

  private ResumeChanges changes(WorkflowManager manager, RunRecord found) {
    if (!isChanged()) {
      return new ResumeChanges(Value.Fields.EMPTY, Set.of(), reason);
    }
    var declared = manager.engine().state(found.runId()).orElseThrow().definition().inputs();
    return new ResumeChanges(inputs.read(manager, declared), Set.copyOf(skips), reason);
  }

  private boolean isChanged() {
    return !inputs.isEmpty() || !skips.isEmpty();
  }

  private void refuseChanges(RunRecord run) {
    if (isChanged()) {
      throw new IllegalArgumentException(
          "run %s is paused; only a failed and held run can be resumed with changes"
              .formatted(run.runId()));
    }
  }

  /** Another process executes it: it goes on there, and is followed from here. */
  private Integer unpause(Screen screen, WorkflowManager manager, RunRecord run)
      throws InterruptedException {
    if (dryRun) {
      var plan = ResumePlan.of(manager, run);
      screen.result(plan.document(), () -> plan.show(screen));
      return ExitCodes.DONE;
    }
    manager.engine().unpause(run.runId(), GlobalOptions.actor(), reason);
    screen.say("run %s goes on where it is executed".formatted(run.runId()));
    new RunFollower(screen, manager)
        .follow(run.runId(), new RunNames(manager).server(run.serverId()), run.lastSeq());
    var report = RunReport.of(manager, run.runId(), options.at(pace));
    screen.result(report.document(), () -> report.summary(screen));
    return report.exitCode();
  }
}
