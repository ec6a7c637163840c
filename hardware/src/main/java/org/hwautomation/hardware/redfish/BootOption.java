package org.hwautomation.hardware.redfish;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One entry of the boot order (DSP0268 {@code BootOption}).
 *
 * @param reference as {@code Boot.BootOrder} names it, such as {@code Boot001D}
 * @param displayName as the setup screens show it; the reference where the BMC tells none
 * @param devicePath the UEFI device path; null where the BMC tells none
 */
public record BootOption(String reference, String displayName, @Nullable String devicePath) {
  /** Names and device paths of network boot in the captures of Dell, HPE and Supermicro. */
  private static final Pattern NETWORK =
      Pattern.compile("\\bPXE\\b|\\bHTTP|/MAC\\(|/IPv[46]\\(", Pattern.CASE_INSENSITIVE);

  /** True if it boots over a network card: PXE or HTTP. */
  public boolean isNetwork() {
    return NETWORK.matcher(displayName).find()
        || (devicePath != null && NETWORK.matcher(devicePath).find());
  }

  static BootOption of(String reference, JsonNode option) {
    return new BootOption(
        reference,
        Json.textOr(option, reference, "DisplayName"),
        Json.text(option, "UefiDevicePath"));
  }
}
