package org.hwautomation.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.firmware.Approval;
import org.hwautomation.provisioning.firmware.FirmwareCatalog;
import org.hwautomation.provisioning.firmware.FirmwarePlan;
import org.hwautomation.provisioning.firmware.MachineFirmware;
import org.hwautomation.provisioning.firmware.PlanDocument;
import org.hwautomation.provisioning.safety.RefusedException;
import org.hwautomation.provisioning.steps.ServerFields;
import org.hwautomation.workflow.WorkflowContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Carries out a firmware plan, exactly, or nothing if the server changed since it was made. */
@Command(
    name = "apply",
    description = {
      "Carry out a plan of 'firmware plan --out', exactly; or nothing, if server, catalog or files",
      "are not as they were. This process executes the run; Ctrl-C stops gently once no flash is",
      "being written, and the run can be resumed."
    },
    footer = "Exit codes: 0 done, 1 failed, 2 bad input or refused, 3 unreachable, 130 Ctrl-C.")
final class FirmwareApplyCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private PaceOption pace = new PaceOption();
  @Mixin private InUseOptions inUse = new InUseOptions();
  @Mixin private WindowOptions windows = new WindowOptions();

  @Parameters(paramLabel = "PLAN", description = "The file that 'firmware plan --out' wrote.")
  private Path file = Path.of("");

  @Option(
      names = "--workflow-id",
      paramLabel = "ID",
      description = "A name for the run; firmware-SERVER if not given.")
  private @Nullable String workflowId;

  @Option(names = "--dry-run", description = "Check the plan, show it, touch nothing.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var screen = options.screen();
    var why = inUse.why();
    var plan = PlanDocument.read(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
    try (var manager =
        GlobalOptions.manager(options.configuration(), pace.pace(), "firmware apply " + file)) {
      var window = windows.window(manager);
      var place = BmcTarget.managed(plan.server(), manager);
      var machine = place.machine();
      new ServerUse(screen, manager, options).requireFree(machine, why, false);
      requireUnchanged(manager, place, plan);
      if (plan.isEmpty()) {
        screen.result(PlanDocument.document(plan), () -> screen.line("The plan installs nothing."));
        return ExitCodes.DONE;
      }
      if (dryRun) {
        screen.result(PlanDocument.document(plan), () -> show(screen, machine, plan));
        screen.say("The plan holds. Nothing was written.");
        return ExitCodes.DONE;
      }
      if (!yes && !confirmed(screen, machine, plan)) {
        return ExitCodes.BAD_INPUT;
      }
      audit(manager, machine, plan);
      var workflow =
          manager.firmwareUpdate(
              workflowId == null ? "firmware-" + machine.hostname() : workflowId,
              machine.systemId(),
              plan);
      var run = workflow.start(context(machine, plan, why, window));
      windows.override(manager, run);
      screen.say("run " + run.runId() + ", workflow " + workflow.id());
      return RunHere.follow(screen, manager, machine.hostname(), run, options.at(pace));
    }
  }

  private static WorkflowContext context(
      Machine machine, FirmwarePlan plan, Optional<String> why, Optional<String> window) {
    var context =
        WorkflowContext.builder().server(machine.systemId()).startedBy(GlobalOptions.actor());
    var type = plan.deviceType();
    if (type != null) {
      context.deviceType(type).input(ServerFields.DEVICE_TYPE, type);
    }
    why.ifPresent(text -> context.value(ServerFields.ALLOW_IN_USE, text));
    window.ifPresent(name -> context.value(ServerFields.MAINTENANCE_WINDOW, name));
    return context.build();
  }

  /** Refused here, before a run is made; the run asks once more. */
  private static void requireUnchanged(
      WorkflowManager manager, BmcPlace.Managed place, FirmwarePlan plan) {
    try (var session = place.open(manager.connections(), BmcPlace.READ_ONLY)) {
      plan.requireUnchanged(
          MachineFirmware.read(place.name(), BiosViews.redfish(session), session.identity()),
          FirmwareCatalog.load(manager.configuration().firmwareCatalog()));
    }
  }

  private static void audit(WorkflowManager manager, Machine machine, FirmwarePlan plan) {
    var allowed = plan.approvals().stream().map(Approval::wireName).sorted().toList();
    if (!allowed.isEmpty()) {
      manager
          .connections()
          .inventory()
          .audit(
              GlobalOptions.actor(),
              "firmware approved: " + String.join(", ", allowed),
              machine.hostname(),
              String.valueOf(plan.reason()));
    }
  }

  private static void show(Screen screen, Machine machine, FirmwarePlan plan) {
    screen.line(ProvisionCommand.describe(machine));
    FirmwareViews.show(screen, plan);
  }

  private static boolean confirmed(Screen screen, Machine machine, FirmwarePlan plan) {
    var console = Terminal.console();
    if (console.isEmpty()) {
      throw new RefusedException(
          14,
          "this is no terminal where you could be asked whether %s is the right server; give --yes if it is"
              .formatted(ProvisionCommand.describe(machine)));
    }
    if (screen.json()) {
      throw new IllegalArgumentException("--json asks nothing; give --yes too");
    }
    show(screen, machine, plan);
    return Terminal.agrees(
        console.get(), screen, "Is this the right server, and shall its firmware be written?");
  }
}
