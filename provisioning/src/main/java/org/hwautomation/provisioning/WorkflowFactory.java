package org.hwautomation.provisioning;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hwautomation.definitions.file.Spelling;
import org.hwautomation.provisioning.steps.StepLibrary;
import org.hwautomation.workflow.Workflow;
import org.hwautomation.workflow.WorkflowStep;

/**
 * Makes workflows from the four templates, or from any choice of the 16 steps. Thread-safe.
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

  /**
   * Template to step names. In-band work comes while the commissioning system is up; BIOS settings
   * are verified after the reset that applies them, which also ends that system.
   */
  private static final Map<String, List<String>> TEMPLATES = new LinkedHashMap<>();

  static {
    TEMPLATES.put(
        BASIC_PROVISIONING,
        List.of(
            "validate_server",
            "commission_server",
            "wait_for_commissioning",
            "verify_commissioning",
            "discover_hardware",
            "setup_ipmi",
            "configure_ipmi_network",
            "test_ipmi_connectivity",
            "verify_ipmi_setup",
            "backup_bios_config",
            "configure_bios",
            "reboot_server",
            "verify_bios_config",
            "verify_configuration"));
    TEMPLATES.put(
        COMMISSIONING,
        List.of(
            "validate_server",
            "commission_server",
            "wait_for_commissioning",
            "verify_commissioning"));
    TEMPLATES.put(
        BIOS_CONFIGURATION,
        List.of(
            "validate_ipmi_connectivity",
            "backup_bios_config",
            "configure_bios",
            "reboot_server",
            "verify_bios_config"));
    TEMPLATES.put(
        IPMI_SETUP,
        List.of(
            "validate_network_config",
            "configure_ipmi_network",
            "test_ipmi_connectivity",
            "verify_ipmi_setup"));
  }

  private final WorkflowManager manager;

  public WorkflowFactory(WorkflowManager manager) {
    this.manager = manager;
  }

  /** The names of the templates. */
  public static Set<String> templates() {
    return TEMPLATES.keySet();
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
   * A workflow of a template.
   *
   * @throws IllegalArgumentException if there is no such template or device type; lists the known
   */
  public Workflow create(String template, String workflowId, String serverId, String deviceType) {
    var name = template.replace('-', '_');
    var steps = TEMPLATES.get(name);
    if (steps == null) {
      throw new IllegalArgumentException(
          "unknown template '%s'%s; known: %s"
              .formatted(
                  template, Spelling.hint(name, templates()), String.join(", ", templates())));
    }
    return custom(name, workflowId, serverId, deviceType, steps);
  }

  /**
   * A workflow of any steps, in the order given.
   *
   * @throws IllegalArgumentException if a step is unknown; lists the known ones
   */
  public Workflow custom(
      String name, String workflowId, String serverId, String deviceType, List<String> steps) {
    manager.deviceTypes().get(deviceType);
    var inBand = steps.contains("discover_hardware");
    var chosen = new ArrayList<WorkflowStep>();
    for (var step : steps) {
      chosen.add(given(StepLibrary.step(step), inBand));
    }
    var workflow = manager.createWorkflow(workflowId).named(name);
    chosen.forEach(workflow::addStep);
    workflow.preparedBy(
        context ->
            manager.prepare(
                context.toBuilder().server(serverId).deviceType(deviceType).build(), true));
    return workflow;
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
