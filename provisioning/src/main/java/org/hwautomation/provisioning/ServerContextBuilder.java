package org.hwautomation.provisioning;

import java.util.Optional;
import org.hwautomation.provisioning.safety.BiosApproval;
import org.hwautomation.provisioning.steps.ServerFields;
import org.hwautomation.workflow.WorkflowContext;
import org.jspecify.annotations.Nullable;

/** Collects what a run about a server is given, under the original's names. Not thread-safe. */
public final class ServerContextBuilder {
  private final WorkflowContext.Builder context;

  ServerContextBuilder(String serverId, String deviceType, String startedBy) {
    context =
        WorkflowContext.builder()
            .server(serverId)
            .deviceType(deviceType)
            .startedBy(startedBy)
            .value(ServerFields.DEVICE_TYPE, deviceType);
  }

  /** The address the BMC is to get; it stays where it is if not given. */
  public ServerContextBuilder targetIpmiIp(@Nullable String address) {
    return value(ServerFields.TARGET_IPMI_IP, address);
  }

  /** The BMC's gateway; as configured, else as it is, if not given. */
  public ServerContextBuilder gateway(@Nullable String address) {
    return value(ServerFields.GATEWAY, address);
  }

  /** The BMC's subnet mask; as configured, else as it is, if not given. */
  public ServerContextBuilder subnetMask(@Nullable String mask) {
    return value(ServerFields.SUBNET_MASK, mask);
  }

  public ServerContextBuilder rackLocation(@Nullable String rack) {
    return value(ServerFields.RACK_LOCATION, rack);
  }

  /** Lets the run write to a server that somebody uses; audited with the reason. */
  public ServerContextBuilder allowInUse(Optional<String> reason) {
    reason.ifPresent(text -> context.value(ServerFields.ALLOW_IN_USE, text));
    return this;
  }

  /**
   * Lets the run change these BIOS settings though they can cut us off; audited with the reason.
   */
  public ServerContextBuilder approveBios(BiosApproval approval) {
    return approval.settings().isEmpty() ? this : value(ServerFields.APPROVE_BIOS, approval);
  }

  /**
   * The maintenance window in which the run may enter points of no return; that of its server, as
   * configured, if not given.
   */
  public ServerContextBuilder maintenanceWindow(Optional<String> name) {
    name.ifPresent(text -> context.value(ServerFields.MAINTENANCE_WINDOW, text));
    return this;
  }

  /** Any other value for the steps. */
  public ServerContextBuilder value(String key, @Nullable Object value) {
    if (value != null) {
      context.value(key, value);
    }
    return this;
  }

  public WorkflowContext build() {
    return context.build();
  }
}
