package org.hwautomation.provisioning.runs;

import java.util.Optional;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.provisioning.WorkflowFactory;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.maintenance.MaintenanceWindow;
import org.hwautomation.provisioning.steps.ServerFields;
import org.hwautomation.workflow.LockHolder;
import org.hwautomation.workflow.RunHandle;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.Workflow;
import org.hwautomation.workflow.WorkflowContext;

/**
 * A start of which all has been checked that can be without a login on the BMC. Nothing has been
 * changed. Immutable.
 *
 * @param machine the server as MAAS knows it; empty for a definition that is about none
 * @param deviceType what it is
 * @param values the inputs, as the definition's types read them
 * @param holder who has the server; empty if nobody, and always where the run would not queue
 */
public record PreparedStart(
    WorkflowManager manager,
    StartRequest request,
    Optional<Machine> machine,
    Optional<String> deviceType,
    Value.Fields values,
    Optional<LockHolder> holder) {

  /** What the run is called. */
  public String workflowId() {
    var definition = request.definition().name();
    return request
        .workflowId()
        .orElseGet(() -> definition + machine.map(each -> "-" + each.hostname()).orElse(""));
  }

  /** What people call what it is about: the server, else the definition. */
  public String label() {
    return machine.map(Machine::hostname).orElse(request.definition().name());
  }

  /**
   * Starts it. It is durable when this returns, and this process executes it.
   *
   * @throws org.hwautomation.workflow.WorkflowAlreadyRunningException if a run of that name is live
   * @throws org.hwautomation.workflow.LockHeldException if another run took the server meanwhile
   */
  public RunHandle start() {
    var run = workflow().start(context());
    request
        .now()
        .ifPresent(
            reason -> manager.engine().overrideWindow(run.runId(), request.startedBy(), reason));
    return run;
  }

  /** The maintenance window that its points of no return wait for; empty if they wait for none. */
  public Optional<MaintenanceWindow> window() {
    return request
        .window()
        .or(
            () ->
                manager
                    .windows()
                    .of(machine.map(Machine::systemId), machine.map(Machine::hostname)))
        .filter(name -> request.now().isEmpty())
        .flatMap(manager.configuration().maintenance()::find);
  }

  private Workflow workflow() {
    var definition = request.definition();
    return machine
        .map(
            each ->
                new WorkflowFactory(manager)
                    .create(definition, workflowId(), each.systemId(), deviceType))
        .orElseGet(() -> manager.createWorkflow(workflowId()).following(definition));
  }

  private WorkflowContext context() {
    var context = WorkflowContext.builder().startedBy(request.startedBy());
    machine.ifPresent(each -> context.server(each.systemId()));
    request.batchId().ifPresent(context::batch);
    deviceType.ifPresent(
        known -> {
          context.deviceType(known);
          context.value(ServerFields.DEVICE_TYPE, known);
        });
    request.window().ifPresent(name -> context.value(ServerFields.MAINTENANCE_WINDOW, name));
    request.allowInUse().ifPresent(text -> context.value(ServerFields.ALLOW_IN_USE, text));
    if (!request.approval().settings().isEmpty()) {
      context.value(ServerFields.APPROVE_BIOS, request.approval());
    }
    values.values().forEach(context::input);
    if (request.queues()) {
      context.queue();
    }
    return context.build();
  }
}
