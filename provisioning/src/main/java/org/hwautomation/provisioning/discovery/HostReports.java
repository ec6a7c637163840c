package org.hwautomation.provisioning.discovery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns what the tools of a host printed into reports, one for each tool that could be read. */
public final class HostReports {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,9}) (MB|GB|TB)");

  private final List<SourceReport> reports = new ArrayList<>();

  private HostReports() {}

  /**
   * Reads them.
   *
   * @param lldp {@code lldpctl -f json}; null where the host has no such tool, which is no problem
   * @param bmcAddress as {@code ipmitool lan print} says
   */
  public static List<SourceReport> of(
      HostReport report, @Nullable String lldp, Optional<String> bmcAddress) {
    var all = new HostReports();
    all.add(Source.DMIDECODE, report.dmidecode(), Dmidecode::parse, HostReports::dmi);
    all.add(Source.LSCPU, report.lscpu(), Lscpu::parse, HostReports::cpu);
    all.add(Source.LSBLK, report.lsblk(), Lsblk::parse, HostReports::disks);
    all.add(Source.IP, report.ip(), IpAddresses::parse, HostReports::ports);
    if (lldp != null) {
      all.lldp(lldp, report.ip());
    }
    bmcAddress.ifPresent(
        address ->
            all.reports.add(
                SourceReport.of(Source.IPMITOOL).fact(Fact.BMC_ADDRESS, address).build()));
    return List.copyOf(all.reports);
  }

  private <T> void add(
      Source source,
      @Nullable String text,
      Function<String, T> parser,
      BiConsumer<T, SourceReport.Builder> reader) {
    var builder = SourceReport.of(source);
    if (text == null) {
      builder.problems(List.of(source.label() + " could not be run"));
    } else {
      try {
        reader.accept(parser.apply(text), builder);
      } catch (DiscoveryException e) {
        builder.problems(List.of(String.valueOf(e.getMessage())));
      }
    }
    reports.add(builder.build());
  }

  private static void dmi(Dmidecode dmi, SourceReport.Builder to) {
    to.fact(Fact.MANUFACTURER, dmi.value(1, "Manufacturer").orElse(null))
        .fact(Fact.PRODUCT, dmi.value(1, "Product Name").orElse(null))
        .fact(Fact.SERIAL, dmi.value(1, "Serial Number").orElse(null))
        .fact(Fact.UUID, dmi.value(1, "UUID").orElse(null))
        .fact(Fact.BOARD, dmi.value(2, "Product Name").orElse(null))
        .fact(Fact.BOARD_SERIAL, dmi.value(2, "Serial Number").orElse(null))
        .fact(Fact.BIOS_VERSION, dmi.value(0, "Version").orElse(null))
        .number(Fact.MEMORY_GIB, dmi.memoryMib().map(mib -> (mib + 512) >> 10).orElse(0L));
    var modules = 0;
    for (var structure : dmi.structures()) {
      if (structure.type() == 17) {
        modules += module(structure, to);
      }
    }
    to.number(Fact.DIMMS, modules);
  }

  private static int module(Dmidecode.Structure structure, SourceReport.Builder to) {
    var part =
        Part.of(
            Part.Kind.DIMM,
            Part.slot(
                structure
                    .value("Locator")
                    .or(() -> structure.value("Bank Locator"))
                    .orElse("unnamed slot")));
    var size = SIZE.matcher(structure.values().getOrDefault("Size", ""));
    if (!size.matches()) {
      to.part(part.empty());
      return 0;
    }
    var number = Long.parseLong(size.group(1));
    var mib =
        size.group(2).equals("MB") ? number : number << (size.group(2).equals("GB") ? 10 : 20);
    to.part(
        part.with("size", Part.gibibytes(mib))
            .with("model", structure.value("Part Number").orElse(null))
            .with("serial", structure.value("Serial Number").orElse(null)));
    return 1;
  }

  private static void cpu(Lscpu cpu, SourceReport.Builder to) {
    to.fact(Fact.CPU_MODEL, cpu.model())
        .number(Fact.SOCKETS, cpu.sockets())
        .number(Fact.CORES, cpu.cores())
        .number(Fact.THREADS, cpu.threads());
  }

  private static void disks(List<Disk> disks, SourceReport.Builder to) {
    for (var disk : disks) {
      var serial = Optional.ofNullable(disk.serial()).flatMap(Placeholder::real);
      to.part(
          Part.of(Part.Kind.DISK, serial.orElse(disk.name()))
              .with("name", disk.name())
              .with("model", disk.model())
              .with("size", disk.bytes() == null ? null : Part.gigabytes(disk.bytes())));
    }
    to.number(Fact.DISKS, disks.size());
  }

  /**
   * Bonds and bridges have the MAC address of a port; the first of one address is the port. Of the
   * link of a port that is switched off the kernel knows nothing.
   */
  private static void ports(List<NetworkInterface> ports, SourceReport.Builder to) {
    var macs = new HashMap<String, NetworkInterface>();
    for (var port : ports) {
      var mac = port.mac();
      if (mac != null && !port.name().matches("(bond|br|vlan|veth|docker|virbr|tap|tun).*")) {
        if (macs.putIfAbsent(mac, port) == null) {
          to.part(
              Part.of(Part.Kind.PORT, mac)
                  .with("name", port.name())
                  .with("link", port.up() ? "up" : null));
        }
      }
    }
    to.number(Fact.PORTS, macs.size());
  }

  private void lldp(String text, @Nullable String ip) {
    var macs = new HashMap<String, String>();
    if (ip != null) {
      try {
        for (var port : IpAddresses.parse(ip)) {
          if (port.mac() != null) {
            macs.put(port.name(), port.mac());
          }
        }
      } catch (DiscoveryException e) {
        // told by the report on ip
      }
    }
    add(
        Source.LLDP,
        text,
        Lldp::parse,
        (neighbours, to) -> {
          for (var neighbour : neighbours) {
            var mac = macs.get(neighbour.port());
            if (mac != null) {
              to.part(
                  Part.of(Part.Kind.PORT, mac)
                      .with("name", neighbour.port())
                      .with("switch", neighbour.switchName())
                      .with("switch_port", neighbour.switchPort()));
            }
          }
        });
  }
}
