package org.hwautomation.provisioning;

import org.hwautomation.hardware.Credentials;
import org.hwautomation.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/**
 * Firmware-first provisioning. {@link WorkflowManager#isFirmwareAvailable} tells whether this
 * version can do it; where it can't, {@link Builder#create} says so and makes nothing.
 */
public final class FirmwareWorkflowHandler {
  private final WorkflowManager manager;

  FirmwareWorkflowHandler(WorkflowManager manager) {
    this.manager = manager;
  }

  Builder firmwareFirst(String workflowId, String serverId, String deviceType) {
    return new Builder(manager, workflowId, serverId, deviceType);
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

    private Builder(
        WorkflowManager manager, String workflowId, String serverId, String deviceType) {
      this.manager = manager;
      this.workflowId = workflowId;
      this.serverId = serverId;
      this.deviceType = deviceType;
    }

    /** The BMC's address. */
    public Builder targetIp(String address) {
      targetIp = address;
      return this;
    }

    /** The BMC's login. */
    public Builder credentials(Credentials login) {
      credentials = login;
      return this;
    }

    /** Which versions to bring; {@link UpdatePolicy#BASELINE} if not given. */
    public Builder policy(UpdatePolicy which) {
      policy = which;
      return this;
    }

    /**
     * The workflow.
     *
     * @throws UnavailableException if this version can't update firmware
     */
    public Workflow create() {
      manager.deviceTypes().get(deviceType);
      throw new UnavailableException(
          "workflow %s: firmware of %s (%s, policy %s%s) can't be updated by this version; ask isFirmwareAvailable() first"
              .formatted(
                  workflowId,
                  serverId,
                  targetIp == null ? "BMC as MAAS has it" : targetIp,
                  policy.wireName(),
                  credentials == null ? "" : ", user " + credentials.username()));
    }
  }
}
