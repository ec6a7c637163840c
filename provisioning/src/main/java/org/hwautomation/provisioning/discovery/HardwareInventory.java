package org.hwautomation.provisioning.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a server is made of. Holds texts, numbers, lists and records of them, so that it goes into
 * JSON and back as it is. Null where nothing is known; placeholders of firmware count as nothing.
 *
 * @param uuid as {@code dmidecode} prints it, lower case
 * @param board product name of the baseboard
 * @param cpuModel as {@code lscpu} prints it
 * @param sockets physical processors
 * @param cores of all sockets
 * @param threads logical CPUs
 * @param memoryGib what is plugged in, rounded to whole GiB; where that is not known, what the
 *     kernel has, rounded up
 * @param problems what could not be read and why, one line each
 */
public record HardwareInventory(
    @Nullable String manufacturer,
    @Nullable String product,
    @Nullable String serial,
    @Nullable String uuid,
    @Nullable String boardManufacturer,
    @Nullable String board,
    @Nullable String boardSerial,
    @Nullable String biosVendor,
    @Nullable String biosVersion,
    @Nullable String biosDate,
    @Nullable String cpuModel,
    @Nullable Integer sockets,
    @Nullable Integer cores,
    @Nullable Integer threads,
    @Nullable Integer memoryGib,
    List<Disk> disks,
    List<NetworkInterface> interfaces,
    List<String> problems) {
  public HardwareInventory {
    disks = List.copyOf(disks);
    interfaces = List.copyOf(interfaces);
    problems = List.copyOf(problems);
  }

  /** Reads a report; what cannot be read is named in {@link #problems}, and the rest is there. */
  public static HardwareInventory from(HostReport report) {
    var problems = new ArrayList<String>();
    var dmi = read("dmidecode", report.dmidecode(), Dmidecode::parse, problems);
    var cpu = read("lscpu", report.lscpu(), Lscpu::parse, problems);
    var memory = read("memory", report.meminfo(), HardwareInventory::kernelMib, problems);
    var disks = read("lsblk", report.lsblk(), Lsblk::parse, problems);
    var interfaces = read("ip", report.ip(), IpAddresses::parse, problems);
    var plugged = dmi.flatMap(Dmidecode::memoryMib).map(mib -> gib(mib + 512));
    return new HardwareInventory(
        value(dmi, 1, "Manufacturer"),
        value(dmi, 1, "Product Name"),
        value(dmi, 1, "Serial Number"),
        dmi.flatMap(d -> d.value(1, "UUID")).map(HardwareInventory::lower).orElse(null),
        value(dmi, 2, "Manufacturer"),
        value(dmi, 2, "Product Name"),
        value(dmi, 2, "Serial Number"),
        value(dmi, 0, "Vendor"),
        value(dmi, 0, "Version"),
        value(dmi, 0, "Release Date"),
        cpu.map(Lscpu::model).orElse(null),
        cpu.map(Lscpu::sockets).orElse(null),
        cpu.map(Lscpu::cores).orElse(null),
        cpu.map(Lscpu::threads).orElse(null),
        plugged.or(() -> memory.map(mib -> gib(mib + 1023))).orElse(null),
        disks.orElse(List.of()),
        interfaces.orElse(List.of()),
        problems);
  }

  private static <T> Optional<T> read(
      String tool, @Nullable String text, Function<String, T> parser, List<String> problems) {
    if (text == null) {
      problems.add(tool + " could not be run");
      return Optional.empty();
    }
    try {
      return Optional.of(parser.apply(text));
    } catch (DiscoveryException e) {
      problems.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static long kernelMib(String text) {
    var meminfo = Memory.meminfoMib(text);
    var mib = meminfo.isPresent() ? meminfo : Memory.freeMib(text);
    return mib.orElseThrow(
        () -> new DiscoveryException("neither 'MemTotal:' nor 'Mem:' stands in the memory report"));
  }

  private static @Nullable String value(Optional<Dmidecode> dmi, int type, String name) {
    return dmi.flatMap(d -> d.value(type, name)).orElse(null);
  }

  private static int gib(long mib) {
    return Math.clamp(mib >> 10, 0, Integer.MAX_VALUE);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
