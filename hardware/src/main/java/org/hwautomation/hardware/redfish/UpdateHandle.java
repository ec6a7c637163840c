package org.hwautomation.hardware.redfish;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An update of one BMC, to be kept before anything is waited for: with it another process finds the
 * update again ({@link UpdateService#adopt}) and does not start it a second time. Plain fields.
 *
 * @param id of this attempt, made by {@link UpdateService#prepare}
 * @param sha256 of the image, lower-case hex
 * @param applyTime what the BMC was or will be asked for; null if nothing
 * @param known tasks and jobs that the BMC had before: any other one is this update's
 * @param task where the BMC tells how it goes on; null before it is known, and where it tells in
 *     its update service alone
 */
public record UpdateHandle(
    String id,
    UpdateMethod method,
    Stage stage,
    FirmwareComponent component,
    String fileName,
    String sha256,
    @Nullable ApplyTime applyTime,
    List<String> known,
    @Nullable TaskHandle task) {
  public UpdateHandle {
    known = List.copyOf(known);
  }

  /** How far the client has come. */
  public enum Stage {
    /** Nothing is known to have been sent. */
    PREPARED,
    /** The image is with the BMC, which verifies it and waits for an order. */
    VERIFYING,
    /** The BMC was told to apply it. */
    APPLYING
  }

  UpdateHandle at(Stage next, @Nullable TaskHandle where) {
    return new UpdateHandle(id, method, next, component, fileName, sha256, applyTime, known, where);
  }
}
