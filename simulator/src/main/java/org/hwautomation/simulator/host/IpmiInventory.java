package org.hwautomation.simulator.host;

import java.util.Locale;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.PowerState;
import org.hwautomation.simulator.SimulatedServer;

/** What ipmitool prints of a BMC's identity, sensors and field replaceable units. */
final class IpmiInventory {

  private IpmiInventory() {}

  static String mcInfo(SimulatedServer server) {
    Personality personality = server.personality();
    String manufacturer =
        switch (personality) {
          case DELL -> "Dell Inc.";
          case HPE -> "Hewlett-Packard";
          case SUPERMICRO -> "Super Micro Computer Inc.";
        };
    int product = personality.productId();
    return "Device ID                 : 32\n"
        + "Device Revision           : 1\n"
        + "Firmware Revision         : "
        + revision(server)
        + "\nIPMI Version              : 2.0\n"
        + "Manufacturer ID           : "
        + personality.manufacturerId()
        + "\nManufacturer Name         : "
        + manufacturer
        + String.format(
            Locale.ROOT,
            "\nProduct ID                : %d (0x%04x)\nProduct Name              : Unknown (0x%X)",
            product,
            product,
            product)
        + "\nDevice Available          : yes\n"
        + "Provides Device SDRs      : yes\n"
        + "Additional Device Support :\n"
        + "    Sensor Device\n"
        + "    SDR Repository Device\n"
        + "    SEL Device\n"
        + "    FRU Inventory Device\n"
        + "    IPMB Event Receiver\n"
        + "    Bridge\n"
        + "    Chassis Device\n"
        + "Aux Firmware Rev Info     : \n    0x00\n    0x00\n    0x00\n    0x00\n";
  }

  /** Major and minor number: IPMI has no room for more. */
  private static String revision(SimulatedServer server) {
    String[] parts = server.firmware().bmcNumber().split("\\.", -1);
    return Integer.parseInt(parts[0])
        + "."
        + String.format(Locale.ROOT, "%02d", Integer.parseInt(parts[1]));
  }

  static String chassisStatus(SimulatedServer server) {
    return "System Power         : "
        + (server.power().state() == PowerState.ON ? "on" : "off")
        + "\nPower Overload       : false\n"
        + "Power Interlock      : inactive\n"
        + "Main Power Fault     : false\n"
        + "Power Control Fault  : false\n"
        + "Power Restore Policy : always-off\n"
        + "Last Power Event     : \n"
        + "Chassis Intrusion    : inactive\n"
        + "Front-Panel Lockout  : inactive\n"
        + "Drive Fault          : false\n"
        + "Cooling/Fan Fault    : false\n";
  }

  static String sdr(SimulatedServer server) {
    boolean on = server.power().state() == PowerState.ON;
    return "Inlet Temp       | 23 degrees C      | ok\n"
        + "CPU1 Temp        | "
        + (on ? "47 degrees C      | ok\n" : "no reading        | ns\n")
        + "Fan1 RPM         | "
        + (on ? "7200 RPM          | ok\n" : "no reading        | ns\n");
  }

  static String sensors(SimulatedServer server) {
    boolean on = server.power().state() == PowerState.ON;
    return row("Inlet Temp", "23.000", "degrees C", "ok")
        + row("CPU1 Temp", on ? "47.000" : "na", "degrees C", on ? "ok" : "na")
        + row("Fan1 RPM", on ? "7200.000" : "na", "RPM", on ? "ok" : "na");
  }

  private static String row(String name, String value, String unit, String state) {
    return String.format(
        Locale.ROOT,
        "%-16s | %-10s | %-10s | %-5s | na        | na        | na        | na        | na"
            + "        | na        \n",
        name,
        value,
        unit,
        state);
  }

  static String fru(SimulatedServer server) {
    Personality personality = server.personality();
    return "FRU Device Description : Builtin FRU Device (ID 0)\n"
        + " Board Mfg Date        : Mon Jan 15 08:00:00 2024 UTC\n"
        + " Board Mfg             : "
        + personality.boardManufacturer()
        + "\n Board Product         : "
        + personality.board()
        + "\n Board Serial          : "
        + server.identity().boardSerial()
        + "\n Product Manufacturer  : "
        + personality.manufacturer()
        + "\n Product Name          : "
        + personality.product()
        + "\n Product Serial        : "
        + server.identity().serial()
        + "\n\n";
  }
}
