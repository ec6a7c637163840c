package org.hwautomation.simulator.maas;

import java.util.List;
import org.hwautomation.simulator.Hardware;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.SimulatedServer;

/** Turns the truth of a server into what commissioning scripts would report of it. */
final class ServerFacts {

  private ServerFacts() {}

  static MachineHardware of(SimulatedServer server) {
    Hardware hardware = server.hardware();
    Personality personality = server.personality();
    List<MachineHardware.Disk> disks =
        hardware.disks().stream()
            .map(
                disk ->
                    new MachineHardware.Disk(
                        disk.name(), disk.model(), disk.serial(), disk.bytes()))
            .toList();
    List<MachineHardware.Nic> nics =
        hardware.nics().stream()
            .map(nic -> new MachineHardware.Nic(nic.name(), nic.mac(), "Broadcom", nic.model()))
            .toList();
    return new MachineHardware(
        personality.manufacturer(),
        personality.product(),
        server.identity().serial(),
        server.identity().uuid().toString(),
        personality.boardManufacturer(),
        personality.board(),
        server.firmware().version("BIOS"),
        "01/17/2024",
        hardware.cpuModel(),
        hardware.cores() * hardware.threadsPerCore(),
        2000,
        hardware.memoryMiB(),
        true,
        disks,
        nics);
  }
}
