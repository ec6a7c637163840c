package org.hwautomation.provisioning.safety;

import java.util.Optional;
import org.hwautomation.provisioning.device.DeviceType;
import org.jspecify.annotations.Nullable;

/** Whether a server is made by the vendor of the device type that it is to be. Stateless. */
public final class VendorVerdict {
  private VendorVerdict() {}

  /**
   * Why it is not; empty if it is.
   *
   * @param manufacturer as its BMC spells it
   */
  public static Optional<String> problem(
      DeviceType type, String hostname, @Nullable String manufacturer) {
    return type.vendorIs(manufacturer)
        ? Optional.empty()
        : Optional.of(
            "device type %s is for %s, and %s is made by %s; choose a type of its vendor"
                .formatted(type.name(), type.vendorName(), hostname, manufacturer));
  }

  /**
   * As {@link #problem}.
   *
   * @throws RefusedException by safety rule 9 if it is not
   */
  public static void require(DeviceType type, String hostname, @Nullable String manufacturer) {
    problem(type, hostname, manufacturer)
        .ifPresent(
            text -> {
              throw new RefusedException(9, text);
            });
  }
}
