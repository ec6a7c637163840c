package org.hwautomation.hardware.maas;

import java.util.List;
import java.util.Objects;

/**
 * A machine to add to MAAS.
 *
 * @param hostname empty lets MAAS invent one
 * @param architecture such as {@code amd64/generic}
 * @param macAddresses of the interfaces it may boot from; at least one unless the power type finds
 *     them
 * @param powerType such as {@code ipmi}, {@code redfish} or {@code manual}
 * @param commission true lets MAAS commission it at once
 */
public record NewMachine(
    String hostname,
    String architecture,
    List<String> macAddresses,
    String powerType,
    PowerParameters powerParameters,
    boolean commission) {
  public NewMachine {
    macAddresses = List.copyOf(macAddresses);
    Objects.requireNonNull(powerParameters, "powerParameters is null");
  }

  Form form() {
    var form =
        new Form()
            .text("hostname", hostname)
            .text("architecture", architecture)
            .all("mac_addresses", macAddresses)
            .text("power_type", powerType)
            .literal("commission", Boolean.toString(commission));
    return form.power(powerParameters);
  }
}
