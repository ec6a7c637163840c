package org.hwautomation.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * A memory slot.
 *
 * @param id of its Redfish resource
 * @param bmcLabel as the BMC prints it
 * @param locator as SMBIOS names it (type 17)
 * @param present false for an empty slot
 */
public record Dimm(String id, String bmcLabel, String locator, String serial, boolean present) {
  /** What each module holds. */
  public static final int MIB = 32 * 1024;

  private static final int MISSING = 2;

  /** All slots of a server, named as the captured BMCs of its vendor name them. */
  public static List<Dimm> of(SimulatedServer server) {
    var dimms = new ArrayList<Dimm>();
    var count = server.hardware().memoryMiB() / MIB;
    var half = Math.max(1, count / 2);
    for (var index = 0; index < count; index++) {
      var socket = 1 + index / half;
      var slot = 1 + index % half;
      var letter = (char) ('A' + (slot - 1) / 2);
      var serial = "%08X".formatted(0x2E670000 + index);
      var present = index != MISSING || !server.faults().has(HardwareFault.MISSING_DIMM);
      var dell = (socket == 1 ? "A" : "B") + slot;
      dimms.add(
          switch (server.personality()) {
            case DELL -> new Dimm("DIMM.Socket." + dell, "DIMM " + dell, dell, serial, present);
            case HPE -> {
              var label = "PROC %d DIMM %d".formatted(socket, slot);
              yield new Dimm("proc%ddimm%d".formatted(socket, slot), label, label, serial, present);
            }
            case SUPERMICRO -> {
              var label = "P%d-DIMM%c%d".formatted(socket, letter, 1 + (slot - 1) % 2);
              yield new Dimm(Integer.toString(index + 1), label, label, serial, present);
            }
          });
    }
    return List.copyOf(dimms);
  }
}
