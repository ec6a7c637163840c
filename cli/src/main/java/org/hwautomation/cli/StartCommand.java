package org.hwautomation.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.catalogue.DefinitionTree;
import org.hwautomation.provisioning.catalogue.PlainValue;
import org.hwautomation.provisioning.runs.PreparedStart;
import org.hwautomation.provisioning.runs.StartRequest;
import org.hwautomation.workflow.Value;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs any definition, here, and shows how it goes. */
@Command(
    name = "start",
    description = {
      "Run a template or a file on a server, here.",
      "This process executes the run, so it stays until the run has ended; Ctrl-C stops gently, and"
          + " the run can be resumed. It is not handed to another process."
    },
    footer = "Exit codes: 0 done, 1 failed, 2 bad input or refused, 3 unreachable, 130 Ctrl-C.")
final class StartCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private PaceOption pace = new PaceOption();
  @Mixin private InUseOptions inUse = new InUseOptions();
  @Mixin private BiosApproveOption approve = new BiosApproveOption();
  @Mixin private WindowOptions windows = new WindowOptions();
  @Mixin private InputOptions inputs = new InputOptions();

  @Parameters(paramLabel = "FILE|TEMPLATE", description = "A file, or what template list names.")
  private String name = "";

  @Option(
      names = "--server",
      paramLabel = "S",
      description = "MAAS host name or system id; none for a definition that is about no server.")
  private @Nullable String server;

  @Option(
      names = "--device-type",
      paramLabel = "T",
      description = "What it is; as the inventory knows it if not given.")
  private @Nullable String deviceType;

  @Option(
      names = {"--workflow-id", "--id"},
      paramLabel = "ID",
      description = "A name for the run; DEFINITION-SERVER if not given.")
  private @Nullable String workflowId;

  @Option(
      names = "--queue",
      description = "If another run has the server, wait for it instead of being refused.")
  private boolean queue;

  @Option(
      names = "--wait",
      description = "Stay until the run has ended; this command does so always.")
  @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // picocli calls it
  private void stay(boolean wait) {
    // it is this process that executes the run: there is nothing else it could do
  }

  @Option(names = "--dry-run", description = "Check the input, show the steps, touch nothing.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Override
  public Integer call() throws InterruptedException {
    var screen = options.screen();
    var approval = approve.because(inUse.reason());
    var why = inUse.why(approve.isGiven());
    try (var manager =
        GlobalOptions.manager(options.configuration(), pace.pace(), "start " + name)) {
      var found = NamedDefinition.find(manager, name);
      var prepared =
          new ServerUse(screen, manager, options)
              .prepare(
                  StartRequest.of(found.definition(), GlobalOptions.actor())
                      .server(Optional.ofNullable(server))
                      .deviceType(Optional.ofNullable(deviceType))
                      .inputs(inputs.typed())
                      .kept(inputs.texts())
                      .workflowId(Optional.ofNullable(workflowId))
                      .queues(queue)
                      .allowInUse(why)
                      .approval(approval)
                      .window(windows.window(manager))
                      .now(windows.now())
                      .build());
      var machine = prepared.machine();
      var values = prepared.values();
      if (dryRun) {
        screen.result(
            plan(found, found.tree(manager), prepared),
            () -> show(screen, manager, found, machine, values));
        return ExitCodes.DONE;
      }
      if (!yes
          && machine.isPresent()
          && !confirmed(screen, manager, found, machine.get(), values)) {
        return ExitCodes.BAD_INPUT;
      }
      var run = prepared.start();
      screen.say("run " + run.runId() + ", workflow " + prepared.workflowId());
      return RunHere.follow(screen, manager, prepared.label(), run, options.at(pace));
    }
  }

  private void show(
      Screen screen,
      WorkflowManager manager,
      NamedDefinition found,
      Optional<Machine> machine,
      Value.Fields values) {
    var tree = found.tree(manager);
    machine.ifPresent(each -> screen.line(ProvisionCommand.describe(each)));
    machine.flatMap(each -> windows.words(manager, each)).ifPresent(screen::line);
    screen.line("%s (%s) would run:".formatted(found.definition().name(), found.origin()));
    var view = new DefinitionView(screen);
    view.lines(tree.steps());
    if (!tree.always().isEmpty()) {
      screen.line("and on every ending:");
      view.lines(tree.always());
    }
    if (approve.isGiven()) {
      screen.line("may change BIOS settings " + approve.because(inUse.reason()).text());
    }
    var given = new ArrayList<String>();
    values.values().forEach((input, value) -> given.add(input + "=" + PlainValue.of(value)));
    screen.line(given.isEmpty() ? "with nothing given" : "with " + String.join(" ", given));
  }

  private Map<String, @Nullable Object> plan(
      NamedDefinition found, DefinitionTree tree, PreparedStart prepared) {
    var machine = prepared.machine();
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("dry_run", true);
    document.put("server_id", machine.map(Machine::systemId).orElse(null));
    document.put("hostname", machine.map(Machine::hostname).orElse(null));
    document.put("maas_status", machine.map(Machine::statusName).orElse(null));
    document.put("device_type", prepared.deviceType().orElse(null));
    document.put("approved_bios", approve.because(inUse.reason()).settings());
    document.put("origin", found.origin());
    document.put("inputs", PlainValue.of(prepared.values()));
    document.put("definition", tree.document());
    return document;
  }

  private boolean confirmed(
      Screen screen,
      WorkflowManager manager,
      NamedDefinition found,
      Machine machine,
      Value.Fields values) {
    var console = Terminal.console();
    if (console.isEmpty()) {
      throw new IllegalArgumentException(
          "this is no terminal where you could be asked whether "
              + ProvisionCommand.describe(machine)
              + " is the right server; give --yes if it is");
    }
    if (screen.json()) {
      throw new IllegalArgumentException("--json asks nothing; give --yes too");
    }
    show(screen, manager, found, Optional.of(machine), values);
    return Terminal.agrees(console.get(), screen, "Is this the right server, and shall it run?");
  }
}
