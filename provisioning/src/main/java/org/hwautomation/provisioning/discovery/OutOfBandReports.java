package org.hwautomation.provisioning.discovery;

import java.util.Optional;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.hardware.redfish.Components;
import org.hwautomation.hardware.redfish.Drive;
import org.hwautomation.hardware.redfish.MemoryModule;
import org.hwautomation.hardware.redfish.Processor;
import org.hwautomation.hardware.redfish.RedfishClient;
import org.jspecify.annotations.Nullable;

/** What the BMC and MAAS say of a server; neither needs its own system to run. */
public final class OutOfBandReports {
  private OutOfBandReports() {}

  /**
   * Reads the server behind a BMC, anew: one request a part, some have 100.
   *
   * @param serial as it was read at the login: on some BMCs it stands elsewhere than in the system
   * @param boardSerial likewise
   */
  public static SourceReport redfish(
      RedfishClient client, @Nullable String serial, @Nullable String boardSerial, String address) {
    var system = client.system();
    var found = client.components();
    var cpus = found.processors().stream().filter(Processor::present).toList();
    var cores = cpus.stream().mapToInt(cpu -> cpu.cores().orElse(0)).sum();
    var threads = cpus.stream().mapToInt(cpu -> cpu.threads().orElse(0)).sum();
    var memory = found.memory().stream().filter(MemoryModule::present).toList();
    var mib = memory.stream().mapToLong(module -> module.mib().orElse(0)).sum();
    var report =
        SourceReport.of(Source.REDFISH)
            .fact(Fact.MANUFACTURER, system.manufacturer())
            .fact(Fact.PRODUCT, system.model())
            .fact(Fact.SERIAL, serial)
            .fact(Fact.UUID, system.uuid())
            .fact(Fact.BOARD_SERIAL, boardSerial)
            .fact(Fact.BIOS_VERSION, system.biosVersion())
            .fact(Fact.BMC_ADDRESS, address)
            .fact(
                Fact.CPU_MODEL,
                cpus.stream().map(Processor::model).findFirst().orElse(system.cpuModel()))
            .number(Fact.SOCKETS, cpus.isEmpty() ? system.cpuCount().orElse(0) : cpus.size())
            .number(Fact.CORES, cores == 0 ? system.coreCount().orElse(0) : cores)
            .number(Fact.THREADS, threads)
            .number(Fact.MEMORY_GIB, mib == 0 ? system.memoryGib().orElse(0) : (mib + 512) >> 10)
            .number(Fact.DIMMS, memory.size())
            .number(Fact.DISKS, found.drives().stream().filter(Drive::present).count())
            .number(Fact.PORTS, found.ports().size())
            .problems(found.warnings());
    parts(found, report);
    return report.build();
  }

  private static void parts(Components found, SourceReport.Builder report) {
    for (var module : found.memory()) {
      var part = Part.of(Part.Kind.DIMM, Part.slot(module.slot()));
      report.part(
          module.present()
              ? part.with(
                      "size",
                      module.mib().isPresent() ? Part.gibibytes(module.mib().getAsInt()) : null)
                  .with("model", module.partNumber())
                  .with("serial", module.serialNumber())
                  .with("health", module.health())
              : part.empty());
    }
    for (var drive : found.drives()) {
      var serial = Optional.ofNullable(drive.serialNumber()).flatMap(Placeholder::real);
      var part = Part.of(Part.Kind.DISK, serial.orElse(drive.bay())).with("bay", drive.bay());
      report.part(
          drive.present()
              ? part.with("model", drive.model())
                  .with(
                      "size",
                      drive.bytes().isPresent() ? Part.gigabytes(drive.bytes().getAsLong()) : null)
                  .with("health", drive.health())
              : part.empty());
    }
    for (var port : found.ports()) {
      report.part(
          Part.of(Part.Kind.PORT, port.macAddress())
              .with("model", port.model())
              .with("link", link(port.link())));
    }
    for (var supply : found.powerSupplies()) {
      var part = Part.of(Part.Kind.POWER_SUPPLY, supply.name());
      report.part(
          supply.present()
              ? part.with("model", supply.model())
                  .with("serial", supply.serialNumber())
                  .with(
                      "size", supply.watts().isPresent() ? supply.watts().getAsInt() + " W" : null)
                  .with("health", supply.health())
              : part.empty());
    }
  }

  private static @Nullable String link(@Nullable String status) {
    return status == null
        ? null
        : status.replaceFirst("^Link", "").toLowerCase(java.util.Locale.ROOT);
  }

  /** What MAAS remembers of its latest commissioning. */
  public static SourceReport maas(Machine machine) {
    var info = machine.hardwareInfo();
    var report =
        SourceReport.of(Source.MAAS)
            .fact(Fact.MANUFACTURER, info.systemVendor())
            .fact(Fact.PRODUCT, info.systemProduct())
            .fact(Fact.SERIAL, info.systemSerial())
            .fact(Fact.UUID, machine.hardwareUuid())
            .fact(Fact.BOARD, info.mainboardProduct())
            .fact(Fact.BOARD_SERIAL, info.mainboardSerial())
            .fact(Fact.BIOS_VERSION, info.mainboardFirmwareVersion())
            .fact(Fact.CPU_MODEL, info.cpuModel())
            .number(Fact.THREADS, machine.cpuCount())
            .number(Fact.MEMORY_GIB, (machine.memoryMib() + 512) >> 10);
    var physical =
        machine.interfaces().stream()
            .filter(port -> port.type().equals("physical") && !port.macAddress().isBlank())
            .toList();
    for (var port : physical) {
      report.part(Part.of(Part.Kind.PORT, port.macAddress()).with("name", port.name()));
    }
    return report.number(Fact.PORTS, physical.size()).build();
  }
}
