package org.hwautomation.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.provisioning.WorkflowFactory;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.catalogue.DefinitionTree;
import org.hwautomation.provisioning.catalogue.PlainValue;
import org.hwautomation.provisioning.safety.BiosApproval;
import org.hwautomation.provisioning.steps.ServerFields;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.Workflow;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
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
      var definition = found.definition();
      var type = type(manager);
      var values = values(manager, definition, type);
      var machine = Optional.ofNullable(server).map(manager::machine);
      var use = new ServerUse(screen, manager, options);
      machine.ifPresent(each -> use.requireFree(each, why, queue));
      if (dryRun) {
        screen.result(
            plan(found, found.tree(manager), machine, values, type),
            () -> show(screen, found, found.tree(manager), machine, values));
        return ExitCodes.DONE;
      }
      if (!yes
          && machine.isPresent()
          && !confirmed(screen, found, found.tree(manager), machine.get(), values)) {
        return ExitCodes.BAD_INPUT;
      }
      var label = machine.map(Machine::hostname).orElse(definition.name());
      var workflow = workflow(manager, definition, machine, type);
      var run = workflow.start(context(machine, type, values, why, approval));
      screen.say("run " + run.runId() + ", workflow " + workflow.id());
      return RunHere.follow(screen, manager, label, run, options.at(pace));
    }
  }

  /** What was said, what an input says, or what the inventory knows. */
  private Optional<String> type(WorkflowManager manager) {
    var said = Optional.ofNullable(deviceType);
    said.ifPresent(manager.deviceTypes()::get);
    var about = server;
    if (said.isPresent() || about == null) {
      return said;
    }
    return inputs
        .typed(ServerFields.DEVICE_TYPE)
        .or(
            () ->
                manager
                    .store()
                    .inventory()
                    .findByName(about)
                    .flatMap(record -> record.deviceType()))
        .filter(known -> manager.deviceTypes().find(known).isPresent());
  }

  private Value.Fields values(
      WorkflowManager manager, WorkflowDefinition definition, Optional<String> type) {
    var reader = inputs.reader(manager, definition.inputs());
    var values = inputs.read(manager, definition.inputs());
    var takesType = takes(definition, ServerFields.DEVICE_TYPE);
    if (takesType && values.get(ServerFields.DEVICE_TYPE).isEmpty() && type.isPresent()) {
      values = values.with(ServerFields.DEVICE_TYPE, type.get());
    }
    if (takesType && type.isEmpty() && required(definition, ServerFields.DEVICE_TYPE)) {
      throw new IllegalArgumentException(
          "%s needs to know what the server is; give --device-type T, one of: %s"
              .formatted(definition.name(), String.join(", ", manager.deviceTypes().names())));
    }
    reader.requireAll(values);
    return values;
  }

  private static boolean takes(WorkflowDefinition definition, String input) {
    return definition.inputs().isEmpty()
        || definition.inputs().stream().anyMatch(parameter -> parameter.name().equals(input));
  }

  private static boolean required(WorkflowDefinition definition, String input) {
    return definition.inputs().stream()
        .filter(parameter -> parameter.name().equals(input))
        .anyMatch(Parameter::required);
  }

  private Workflow workflow(
      WorkflowManager manager,
      WorkflowDefinition definition,
      Optional<Machine> machine,
      Optional<String> type) {
    var id =
        workflowId != null
            ? workflowId
            : definition.name() + machine.map(each -> "-" + each.hostname()).orElse("");
    var factory = new WorkflowFactory(manager);
    return machine
        .map(each -> factory.create(definition, id, each.systemId(), type))
        .orElseGet(() -> manager.createWorkflow(id).following(definition));
  }

  private WorkflowContext context(
      Optional<Machine> machine,
      Optional<String> type,
      Value.Fields values,
      Optional<String> why,
      BiosApproval approval) {
    var context = WorkflowContext.builder().startedBy(GlobalOptions.actor());
    machine.ifPresent(each -> context.server(each.systemId()));
    type.ifPresent(
        known -> {
          context.deviceType(known);
          context.value(ServerFields.DEVICE_TYPE, known);
        });
    why.ifPresent(text -> context.value(ServerFields.ALLOW_IN_USE, text));
    if (approve.isGiven()) {
      context.value(ServerFields.APPROVE_BIOS, approval);
    }
    values.values().forEach(context::input);
    if (queue) {
      context.queue();
    }
    return context.build();
  }

  private void show(
      Screen screen,
      NamedDefinition found,
      DefinitionTree tree,
      Optional<Machine> machine,
      Value.Fields values) {
    machine.ifPresent(each -> screen.line(ProvisionCommand.describe(each)));
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
      NamedDefinition found,
      DefinitionTree tree,
      Optional<Machine> machine,
      Value.Fields values,
      Optional<String> type) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("dry_run", true);
    document.put("server_id", machine.map(Machine::systemId).orElse(null));
    document.put("hostname", machine.map(Machine::hostname).orElse(null));
    document.put("maas_status", machine.map(Machine::statusName).orElse(null));
    document.put("device_type", type.orElse(null));
    document.put("approved_bios", approve.because(inUse.reason()).settings());
    document.put("origin", found.origin());
    document.put("inputs", PlainValue.of(values));
    document.put("definition", tree.document());
    return document;
  }

  private boolean confirmed(
      Screen screen,
      NamedDefinition found,
      DefinitionTree tree,
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
    show(screen, found, tree, Optional.of(machine), values);
    return Terminal.agrees(console.get(), screen, "Is this the right server, and shall it run?");
  }
}
