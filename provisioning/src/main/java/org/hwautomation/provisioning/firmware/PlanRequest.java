package org.hwautomation.provisioning.firmware;

import java.util.Set;
import org.hwautomation.provisioning.UpdatePolicy;
import org.jspecify.annotations.Nullable;

/**
 * What a plan is to bring.
 *
 * @param wanted the versions, for {@code baseline} the device type's and for {@code manual} those
 *     that a person chose; of no effect for the other policies
 * @param deviceType the server's, checked against its board by the caller; null if not known
 * @param approvals what a person allows
 * @param reason why; null if nothing is allowed
 */
public record PlanRequest(
    UpdatePolicy policy,
    FirmwareBaseline wanted,
    @Nullable String deviceType,
    Set<Approval> approvals,
    @Nullable String reason) {
  public PlanRequest {
    approvals = Set.copyOf(approvals);
    if (!approvals.isEmpty() && (reason == null || reason.isBlank())) {
      throw new IllegalArgumentException("an approval needs a reason (safety rule 9)");
    }
  }

  /** Without approvals. */
  public static PlanRequest of(
      UpdatePolicy policy, FirmwareBaseline wanted, @Nullable String deviceType) {
    return new PlanRequest(policy, wanted, deviceType, Set.of(), null);
  }
}
