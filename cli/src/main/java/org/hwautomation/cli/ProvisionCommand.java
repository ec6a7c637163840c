package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.provisioning.FirmwareWorkflowHandler;
import org.hwautomation.provisioning.WorkflowFactory;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.steps.ServerFields;
import org.hwautomation.workflow.Workflow;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a template on one server or those of a file, here, and shows how it goes. */
@Command(
    name = "provision",
    description = "Take a server, or those of a file, from racked to ready.",
    footer = "Exit codes: 0 done, 1 failed, 2 bad input or refused, 3 unreachable, 130 Ctrl-C.")
final class ProvisionCommand implements Callable<Integer> {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private PaceOption pace = new PaceOption();
  @Mixin private InUseOptions inUse = new InUseOptions();
  @Mixin private BiosApproveOption approve = new BiosApproveOption();
  @Mixin private WindowOptions windows = new WindowOptions();
  @Mixin private TargetAddress address = new TargetAddress();

  @Mixin private BatchOptions batch = new BatchOptions();

  @Parameters(
      paramLabel = "SERVER",
      arity = "0..1",
      description = "MAAS host name or system id; or -f for many.")
  private String server = "";

  @Option(
      names = "--device-type",
      paramLabel = "T",
      description = "What it is; with -f, what those are of which the file does not say it.")
  private String deviceType = "";

  @Option(names = "--template", paramLabel = "NAME", description = "${DEFAULT-VALUE} if not given.")
  private String template = WorkflowFactory.BASIC_PROVISIONING;

  @Option(names = "--rack", paramLabel = "R", description = "Where it stands, for the inventory.")
  private @Nullable String rack;

  @Option(
      names = "--firmware-policy",
      paramLabel = "P",
      description =
          "With a template that brings firmware: baseline (if not given), recommended, latest or security_only.")
  private @Nullable String firmwarePolicy;

  @Option(
      names = "--workflow-id",
      paramLabel = "ID",
      description = "A name for the run; provision-SERVER if not given.")
  private @Nullable String workflowId;

  @Option(names = "--dry-run", description = "Check the input, show the steps, touch nothing.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Override
  public Integer call() throws InterruptedException {
    if (batch.isGiven()) {
      return provisionAll();
    }
    requireOne();
    var screen = options.screen();
    var approval = approve.because(inUse.reason());
    var why = inUse.why(approve.isGiven());
    try (var manager =
        GlobalOptions.manager(options.configuration(), pace.pace(), "provision " + server)) {
      var workflow =
          new WorkflowFactory(manager)
              .create(
                  template,
                  workflowId == null ? "provision-" + server : workflowId,
                  server,
                  deviceType);
      address.check(manager.configuration(), template);
      var window = windows.window(manager);
      var machine = manager.machine(server);
      new ServerUse(screen, manager, options).requireFree(machine, why, false);
      if (dryRun) {
        screen.result(plan(machine, workflow), () -> show(screen, manager, machine, workflow));
        return ExitCodes.DONE;
      }
      if (!yes && !confirmed(screen, manager, machine, workflow)) {
        return ExitCodes.BAD_INPUT;
      }
      screen.say("Provisioning " + describe(machine));
      var run =
          workflow.start(
              manager
                  .createContext(machine.systemId(), deviceType)
                  .targetIpmiIp(address.target)
                  .gateway(address.gateway)
                  .subnetMask(address.mask)
                  .rackLocation(rack)
                  .value(FirmwareWorkflowHandler.POLICY, policy(workflow))
                  .allowInUse(why)
                  .approveBios(approval)
                  .maintenanceWindow(window)
                  .build());
      windows.override(manager, run);
      screen.say("run " + run.runId() + ", workflow " + workflow.id());
      return RunHere.follow(screen, manager, machine.hostname(), run, options.at(pace));
    }
  }

  private void requireOne() {
    batch.requireNone();
    if (server.isEmpty()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "name a server, or give many with -f FILE.csv");
    }
    if (deviceType.isEmpty()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "say what the server is: --device-type T");
    }
  }

  private int provisionAll() throws InterruptedException {
    if (!server.isEmpty() || workflowId != null || rack != null || address.target != null) {
      throw new IllegalArgumentException(
          "with -f the file names each server, its rack and its target_ipmi_ip, and runs are named after the batch");
    }
    if (windows.now().isPresent()) {
      throw new IllegalArgumentException(
          "a batch waits for its maintenance windows; let single runs of it wait for none with: run now");
    }
    if (approve.isGiven()) {
      throw new IllegalArgumentException(
          "a batch changes no dangerous BIOS setting; leave --approve away (safety rule 10)");
    }
    var inputs = new LinkedHashMap<String, String>();
    putIfGiven(inputs, ServerFields.GATEWAY, address.gateway);
    putIfGiven(inputs, ServerFields.SUBNET_MASK, address.mask);
    putIfGiven(
        inputs,
        FirmwareWorkflowHandler.POLICY,
        firmwarePolicy == null ? null : FirmwareViews.policy(firmwarePolicy).wireName());
    try (var manager =
        GlobalOptions.manager(
            options.configuration(), pace.pace(), "provision -f " + batch.fileName())) {
      var request =
          batch.request(
              template,
              Optional.of(deviceType).filter(type -> !type.isEmpty()),
              inputs,
              windows.window(manager),
              inUse.why());
      return new BatchStart(options.screen(), manager, options.at(pace))
          .start(request, dryRun, yes);
    }
  }

  private static void putIfGiven(Map<String, String> inputs, String name, @Nullable String value) {
    if (value != null) {
      inputs.put(name, value);
    }
  }

  /** What the template takes; one that takes none is not given one. */
  private @Nullable String policy(Workflow workflow) {
    if (firmwarePolicy == null) {
      return null;
    }
    if (workflow.definition().inputs().stream()
        .noneMatch(input -> input.name().equals(FirmwareWorkflowHandler.POLICY))) {
      throw new IllegalArgumentException(
          "template %s brings no firmware; --firmware-policy goes with --template firmware-first"
              .formatted(template));
    }
    return FirmwareViews.policy(firmwarePolicy).wireName();
  }

  static String describe(Machine machine) {
    var serial = machine.hardwareInfo().systemSerial();
    return "%s (%s), serial %s, MAAS calls it %s"
        .formatted(
            machine.hostname(),
            machine.systemId(),
            serial.isBlank() ? "not known to MAAS" : serial,
            machine.statusName() + (machine.locked() ? ", locked" : ""));
  }

  private void show(Screen screen, WorkflowManager manager, Machine machine, Workflow workflow) {
    screen.line(describe(machine));
    screen.line(
        "%s as %s%s:"
            .formatted(
                template,
                deviceType,
                address.target == null ? "" : ", its BMC moves to " + address.target));
    if (approve.isGiven()) {
      screen.line("may change BIOS settings " + approve.because(inUse.reason()).text());
    }
    windows.words(manager, machine).ifPresent(screen::line);
    var number = 1;
    for (var step : workflow.steps()) {
      screen.line("  %2d. %-28s %s".formatted(number++, step.name(), step.description()));
    }
  }

  private Map<String, @Nullable Object> plan(Machine machine, Workflow workflow) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("dry_run", true);
    document.put("server_id", machine.systemId());
    document.put("hostname", machine.hostname());
    document.put("serial", machine.hardwareInfo().systemSerial());
    document.put("maas_status", machine.statusName());
    document.put("template", template);
    document.put("device_type", deviceType);
    document.put("target_ipmi_ip", address.target);
    document.put("approved_bios", approve.because(inUse.reason()).settings());
    document.put(
        "steps",
        workflow.steps().stream()
            .map(step -> Map.of("name", step.name(), "description", step.description()))
            .toList());
    return document;
  }

  private boolean confirmed(
      Screen screen, WorkflowManager manager, Machine machine, Workflow workflow) {
    var console = Terminal.console();
    if (console.isEmpty()) {
      throw new IllegalArgumentException(
          "this is no terminal where you could be asked whether "
              + describe(machine)
              + " is the right server; give --yes if it is");
    }
    if (screen.json()) {
      throw new IllegalArgumentException("--json asks nothing; give --yes too");
    }
    show(screen, manager, machine, workflow);
    return Terminal.agrees(
        console.get(), screen, "Is this the right server? It will be restarted.");
  }
}
