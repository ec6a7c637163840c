package org.hwautomation.provisioning;

import java.util.Optional;
import java.util.Set;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.provisioning.firmware.FirmwareCatalog;
import org.hwautomation.provisioning.firmware.FirmwarePlan;
import org.hwautomation.provisioning.firmware.PlanDocument;
import org.hwautomation.provisioning.steps.ServerFields;
import org.hwautomation.workflow.Workflow;
import org.hwautomation.workflow.WorkflowContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes firmware workflows: firmware-first provisioning, and the carrying out of one plan. {@link
 * WorkflowManager#isFirmwareAvailable} tells whether there is a catalog to take images from; where
 * there is none, nothing is made.
 */
public final class FirmwareWorkflowHandler {
  /** The input of the shipped firmware templates. */
  public static final String POLICY = "firmware_policy";

  private final WorkflowManager manager;

  FirmwareWorkflowHandler(WorkflowManager manager) {
    this.manager = manager;
  }

  /** Why no firmware workflow can be made, if so. */
  static Optional<String> obstacle(WorkflowManager manager) {
    try {
      FirmwareCatalog.load(manager.configuration().firmwareCatalog());
      return Optional.empty();
    } catch (BadFileException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  private static void require(WorkflowManager manager, String workflowId) {
    obstacle(manager)
        .ifPresent(
            why -> {
              throw new UnavailableException(
                  "workflow %s was not made, since no firmware can be updated (isFirmwareAvailable() tells): %s"
                      .formatted(workflowId, why));
            });
  }

  Builder firmwareFirst(String workflowId, String serverId, String deviceType) {
    return new Builder(manager, workflowId, serverId, deviceType);
  }

  /**
   * A workflow that carries out one plan, exactly, or nothing if it does not hold any more.
   *
   * @param serverId MAAS host name or system id
   * @throws UnavailableException if there is no catalog
   */
  Workflow carryingOut(String workflowId, String serverId, FirmwarePlan plan) {
    require(manager, workflowId);
    return new WorkflowFactory(manager)
        .create(
            manager.library().get(WorkflowFactory.FIRMWARE_UPDATE),
            workflowId,
            serverId,
            Optional.ofNullable(plan.deviceType()),
            context ->
                context.toBuilder()
                    .value(ServerFields.FIRMWARE_PLAN, PlanDocument.compact(plan))
                    .build());
  }

  /** Collects what a firmware-first workflow is given; not thread-safe. */
  public static final class Builder {
    private final WorkflowManager manager;
    private final String workflowId;
    private final String serverId;
    private final String deviceType;
    private @Nullable String targetIp;
    private @Nullable Credentials credentials;
    private UpdatePolicy policy = UpdatePolicy.BASELINE;
    private Set<String> leftOut = Set.of();

    private Builder(
        WorkflowManager manager, String workflowId, String serverId, String deviceType) {
      this.manager = manager;
      this.workflowId = workflowId;
      this.serverId = serverId;
      this.deviceType = deviceType;
    }

    /** Where the BMC is; as configured, or as MAAS knows it, if not given. */
    public Builder targetIp(String address) {
      targetIp = address;
      return this;
    }

    /** The BMC's login; as configured, or as MAAS knows it, if not given. */
    public Builder credentials(Credentials login) {
      credentials = login;
      return this;
    }

    /** Which versions to bring; {@link UpdatePolicy#BASELINE} if not given. */
    public Builder policy(UpdatePolicy which) {
      policy = which;
      return this;
    }

    /** Steps that are not to be run, by name; none if not given. */
    public Builder without(Set<String> steps) {
      leftOut = Set.copyOf(steps);
      return this;
    }

    /**
     * The workflow.
     *
     * @throws UnavailableException if there is no catalog to take images from
     * @throws IllegalArgumentException for {@link UpdatePolicy#MANUAL}, which needs a plan
     */
    public Workflow create() {
      manager.deviceTypes().get(deviceType);
      if (policy == UpdatePolicy.MANUAL) {
        throw new IllegalArgumentException(
            "policy manual means versions that a person chooses; make a plan with 'hwauto firmware plan' and carry it out with 'hwauto firmware apply'");
      }
      if (!leftOut.contains("plan_firmware")) {
        require(manager, workflowId);
      }
      return new WorkflowFactory(manager)
          .create(
              manager.library().get(WorkflowFactory.FIRMWARE_FIRST).without(leftOut),
              workflowId,
              serverId,
              Optional.of(deviceType),
              this::give);
    }

    private WorkflowContext give(WorkflowContext context) {
      var given = context.toBuilder().value(POLICY, policy.wireName());
      if (targetIp != null) {
        given.value(ServerFields.BMC_ADDRESS, targetIp);
      }
      if (credentials != null) {
        given.value(ServerFields.BMC_USERNAME, credentials.username());
        credentials
            .password()
            .reveal(password -> given.secret(ServerFields.BMC_PASSWORD, password));
      }
      return given.build();
    }
  }
}
