package org.hwautomation.provisioning;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.hwautomation.provisioning.steps.ServerFields;
import org.hwautomation.provisioning.steps.StepLibrary;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.Workflow;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowStep;

/**
 * Makes workflows from templates, which are files, or from any choice of the library's steps.
 * Thread-safe.
 *
 * <pre>{@code
 * var factory = new WorkflowFactory(manager);
 * Workflow workflow = factory.basicProvisioning("prov-001", "server-123", "a1.c5.large");
 * }</pre>
 */
public final class WorkflowFactory {
  /** From racked to ready. */
  public static final String BASIC_PROVISIONING = "basic_provisioning";

  public static final String COMMISSIONING = "commissioning";
  public static final String BIOS_CONFIGURATION = "bios_configuration";
  public static final String IPMI_SETUP = "ipmi_setup";

  /** Firmware first, then all of {@link #BASIC_PROVISIONING}, then hand-over. */
  public static final String FIRMWARE_FIRST = "firmware_first";

  /** The firmware of one plan, and nothing else. */
  public static final String FIRMWARE_UPDATE = "firmware_update";

  /** Where the shipped templates lie, in the order in which they are listed. */
  static final List<String> SHIPPED =
      List.of(
          "templates/basic_provisioning.yaml",
          "templates/commissioning.yaml",
          "templates/bios_configuration.yaml",
          "templates/ipmi_setup.yaml",
          "templates/firmware_first.yaml",
          "templates/firmware_update.yaml");

  private static final Set<String> NAMES =
      Collections.unmodifiableSet(
          new LinkedHashSet<>(
              List.of(
                  BASIC_PROVISIONING,
                  COMMISSIONING,
                  BIOS_CONFIGURATION,
                  IPMI_SETUP,
                  FIRMWARE_FIRST,
                  FIRMWARE_UPDATE)));

  private final WorkflowManager manager;

  public WorkflowFactory(WorkflowManager manager) {
    this.manager = manager;
  }

  /** The names of the templates that are shipped; {@link WorkflowManager#library} knows more. */
  public static Set<String> templates() {
    return NAMES;
  }

  /** The names of the steps. */
  public static Set<String> stepNames() {
    return StepLibrary.names();
  }

  /** From racked to ready: commissioning, discovery, BMC, BIOS, and a last look at all of it. */
  public Workflow basicProvisioning(String workflowId, String serverId, String deviceType) {
    return create(BASIC_PROVISIONING, workflowId, serverId, deviceType);
  }

  /** Commissioning alone; MAAS switches the server off after it. */
  public Workflow commissioning(String workflowId, String serverId, String deviceType) {
    return create(COMMISSIONING, workflowId, serverId, deviceType);
  }

  /** The device type's BIOS settings, out of band. */
  public Workflow biosConfiguration(String workflowId, String serverId, String deviceType) {
    return create(BIOS_CONFIGURATION, workflowId, serverId, deviceType);
  }

  /** The BMC's target address, over Redfish. */
  public Workflow ipmiSetup(String workflowId, String serverId, String deviceType) {
    return create(IPMI_SETUP, workflowId, serverId, deviceType);
  }

  /**
   * A workflow of a template: one of the definitions folder, else a shipped one.
   *
   * @throws IllegalArgumentException if there is no such template or device type; lists the known
   * @throws org.hwautomation.definitions.file.BadFileException if the template's file is wrong
   */
  public Workflow create(String template, String workflowId, String serverId, String deviceType) {
    return create(manager.library().get(template), workflowId, serverId, deviceType);
  }

  /** A workflow of a definition that was read or built. */
  public Workflow create(
      WorkflowDefinition definition, String workflowId, String serverId, String deviceType) {
    return create(definition, workflowId, serverId, Optional.of(deviceType));
  }

  /** The same about a server of which nobody has to know what type it is. */
  public Workflow create(
      WorkflowDefinition definition,
      String workflowId,
      String serverId,
      Optional<String> deviceType) {
    return create(definition, workflowId, serverId, deviceType, context -> context);
  }

  /**
   * The same.
   *
   * @param giving adds to the context what only the product itself may give
   */
  Workflow create(
      WorkflowDefinition definition,
      String workflowId,
      String serverId,
      Optional<String> deviceType,
      UnaryOperator<WorkflowContext> giving) {
    ServerFields.requireFree(
        definition.name(), definition.inputs().stream().map(Parameter::name).toList());
    deviceType.ifPresent(manager.deviceTypes()::get);
    return about(
        manager.createWorkflow(workflowId).following(definition), serverId, deviceType, giving);
  }

  /**
   * A workflow of any steps, in the order given.
   *
   * @throws IllegalArgumentException if a step is unknown; lists the known ones
   */
  public Workflow custom(
      String name, String workflowId, String serverId, String deviceType, List<String> steps) {
    manager.deviceTypes().get(deviceType);
    var workflow = manager.createWorkflow(workflowId).named(name);
    steps(steps).forEach(workflow::addStep);
    return about(workflow, serverId, Optional.of(deviceType), context -> context);
  }

  /**
   * Steps of the library, as they go together.
   *
   * @throws IllegalArgumentException if one is unknown; lists the known ones
   */
  public static List<WorkflowStep> steps(List<String> names) {
    var inBand = names.contains("discover_hardware");
    return names.stream().map(name -> given(StepLibrary.step(name), inBand)).toList();
  }

  private Workflow about(
      Workflow workflow,
      String serverId,
      Optional<String> deviceType,
      UnaryOperator<WorkflowContext> giving) {
    return workflow.preparedBy(
        context -> {
          var about = giving.apply(context).toBuilder().server(serverId);
          deviceType.ifPresent(about::deviceType);
          return manager.prepare(about.build(), true);
        });
  }

  /** SSH is kept on after commissioning only if a later step works in band. */
  private static WorkflowStep given(WorkflowStep step, boolean inBand) {
    return switch (step.name()) {
      case "commission_server" -> with(step, "enable_ssh", inBand);
      case "verify_commissioning" -> with(step, "ssh_kept", inBand);
      default -> step;
    };
  }

  private static WorkflowStep with(WorkflowStep step, String key, boolean value) {
    return step.toBuilder().with(key, value).build();
  }
}
