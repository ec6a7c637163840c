package org.hwautomation.provisioning.runs;

import java.util.Optional;
import java.util.function.BiFunction;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.safety.MaasView;
import org.hwautomation.provisioning.safety.UseVerdict;
import org.hwautomation.provisioning.server.LockKeys;
import org.hwautomation.provisioning.steps.ServerFields;
import org.hwautomation.workflow.LockHeldException;
import org.hwautomation.workflow.LockHolder;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowDefinition;

/** Checks what front doors were asked to start. Thread-safe. */
public final class RunStart {
  private final WorkflowManager manager;

  public RunStart(WorkflowManager manager) {
    this.manager = manager;
  }

  /**
   * Reads the inputs, asks MAAS for the server, and whether a run may begin on it; changes nothing.
   *
   * @throws IllegalArgumentException if an input, the device type or the window does not fit or is
   *     missing
   * @throws org.hwautomation.provisioning.UnknownServerException if MAAS knows no such server
   * @throws org.hwautomation.provisioning.safety.RefusedException if somebody uses it
   * @throws LockHeldException if another run has it, and this one is not to wait
   */
  public PreparedStart prepare(StartRequest request) {
    return prepare(request, manager.store()::keepSecret);
  }

  /**
   * As {@link #prepare}, but keeps no secret: for a plan, not to be started.
   *
   * @throws IllegalArgumentException as {@link #prepare}, and all that it throws
   */
  public PreparedStart check(StartRequest request) {
    return prepare(request, (name, text) -> new Value.SecretReference(name + "/not-kept"));
  }

  private PreparedStart prepare(
      StartRequest request, BiFunction<String, String, Value.SecretReference> keep) {
    request.window().ifPresent(manager.configuration().maintenance()::get);
    var type = deviceType(request);
    var values = values(request, type, keep);
    var machine = request.server().map(manager::machine);
    var holder = machine.flatMap(each -> requireFree(each, request.allowInUse(), request.queues()));
    return new PreparedStart(manager, request, machine, type, values, holder);
  }

  /** What was said, what an input says, or what the inventory knows. */
  private Optional<String> deviceType(StartRequest request) {
    request.deviceType().ifPresent(manager.deviceTypes()::get);
    if (request.deviceType().isPresent() || request.server().isEmpty()) {
      return request.deviceType();
    }
    return Optional.ofNullable(request.inputs().get(ServerFields.DEVICE_TYPE))
        .or(
            () ->
                manager
                    .store()
                    .inventory()
                    .findByName(request.server().get())
                    .flatMap(record -> record.deviceType()))
        .filter(known -> manager.deviceTypes().find(known).isPresent());
  }

  private Value.Fields values(
      StartRequest request,
      Optional<String> type,
      BiFunction<String, String, Value.SecretReference> keep) {
    ServerFields.requireFree("inputs", request.inputs().keySet());
    ServerFields.requireFree("inputs", request.kept().keySet());
    var definition = request.definition();
    var reader = new GivenInputs(definition.inputs(), manager.valueTypes(), keep);
    var takesType = takes(definition, ServerFields.DEVICE_TYPE);
    if (takesType && type.isEmpty() && requires(definition, ServerFields.DEVICE_TYPE)) {
      throw new IllegalArgumentException(
          "%s needs to know what the server is; give a device type (--device-type T), one of: %s"
              .formatted(definition.name(), String.join(", ", manager.deviceTypes().names())));
    }
    var values = reader.read(request.inputs(), request.kept());
    if (takesType && values.get(ServerFields.DEVICE_TYPE).isEmpty() && type.isPresent()) {
      values = values.with(ServerFields.DEVICE_TYPE, type.get());
    }
    reader.requireAll(values);
    return values;
  }

  private static boolean takes(WorkflowDefinition definition, String input) {
    return definition.inputs().isEmpty()
        || definition.inputs().stream().anyMatch(parameter -> parameter.name().equals(input));
  }

  private static boolean requires(WorkflowDefinition definition, String input) {
    return definition.inputs().stream()
        .filter(parameter -> parameter.name().equals(input))
        .anyMatch(Parameter::required);
  }

  /**
   * Nobody uses the server, and no other run has it; the start asks again.
   *
   * @param allowInUse why it may be written to though somebody uses it; empty if it may not
   * @param queues true if the run is to wait for the other
   * @return who has it, where the run would wait
   * @throws org.hwautomation.provisioning.safety.RefusedException if somebody uses it
   * @throws LockHeldException if another run has it, and this one is not to wait
   */
  public Optional<LockHolder> requireFree(
      Machine machine, Optional<String> allowInUse, boolean queues) {
    UseVerdict.of(new MaasView.Known(machine.statusName(), machine.locked()), allowInUse, false)
        .require(machine.hostname());
    var key = LockKeys.ofServer(machine.systemId());
    var holder =
        manager.store().locks().stream().filter(lock -> lock.key().equals(key)).findFirst();
    if (holder.isPresent() && !queues) {
      throw new LockHeldException(holder.get());
    }
    return holder;
  }
}
