package org.hwautomation.provisioning.server;

import java.util.HashSet;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.provisioning.safety.Identity;
import org.jspecify.annotations.Nullable;

/** Who MAAS says a server is. */
public final class MaasIdentity {
  private MaasIdentity() {}

  /** What MAAS's commissioning read of a machine, as far as it tells. */
  public static Identity of(Machine machine) {
    var macs = new HashSet<String>();
    machine.interfaces().forEach(port -> macs.add(port.macAddress()));
    return Identity.from("MAAS")
        .withSerial(emptyAsNull(machine.hardwareInfo().systemSerial()))
        .withUuid(emptyAsNull(machine.hardwareUuid()))
        .withBoardSerial(emptyAsNull(machine.hardwareInfo().mainboardSerial()))
        .withNicMacs(macs);
  }

  private static @Nullable String emptyAsNull(String text) {
    return text.isBlank() ? null : text;
  }
}
