package org.hwautomation.hardware.redfish;

import java.util.Locale;
import java.util.Optional;
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

  /** As in the capture of a DL385: {@code MAC(507C6F11F2A6,0x1)}. */
  private static final Pattern MAC = Pattern.compile("/MAC\\(([0-9A-Fa-f]{12})\\b");

  /** True if it boots over a network card: PXE or HTTP. */
  public boolean isNetwork() {
    return NETWORK.matcher(displayName).find()
        || (devicePath != null && NETWORK.matcher(devicePath).find());
  }

  /** The network card's address in the device path, {@code 50:7c:6f:11:f2:a6}; empty if untold. */
  public Optional<String> mac() {
    var found = devicePath == null ? null : MAC.matcher(devicePath);
    return found != null && found.find()
        ? Optional.of(found.group(1).toLowerCase(Locale.ROOT).replaceAll("(..)(?=.)", "$1:"))
        : Optional.empty();
  }

  static BootOption of(String reference, JsonNode option) {
    return new BootOption(
        reference,
        Json.textOr(option, reference, "DisplayName"),
        Json.text(option, "UefiDevicePath"));
  }
}
