package org.hwautomation.simulator.host;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.hwautomation.simulator.HostBoot;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.SimulatedServer;

/**
 * What the kernel shows of a server under {@code /proc} and {@code /sys}, and a few files of /etc.
 */
final class SystemFiles {

  private SystemFiles() {}

  static void show(HostFiles files, SimulatedServer server, HostBoot boot) {
    Personality personality = server.personality();
    Instant up = server.time().now();
    String dmi = "/sys/class/dmi/id/";
    line(files, dmi + "sys_vendor", false, personality.manufacturer());
    line(files, dmi + "product_name", false, personality.product());
    line(files, dmi + "board_vendor", false, personality.boardManufacturer());
    line(files, dmi + "board_name", false, personality.board());
    line(files, dmi + "bios_vendor", false, Dmidecode.biosVendor(personality));
    line(files, dmi + "bios_version", false, server.firmware().version("BIOS"));
    line(files, dmi + "bios_date", false, Dmidecode.BIOS_DATE);
    line(files, dmi + "chassis_vendor", false, personality.manufacturer());
    line(files, dmi + "chassis_type", false, "23");
    line(files, dmi + "product_serial", true, server.identity().serial());
    line(files, dmi + "chassis_serial", true, server.identity().serial());
    line(files, dmi + "board_serial", true, server.identity().boardSerial());
    line(files, dmi + "product_uuid", true, server.identity().uuid().toString());
    line(files, "/proc/sys/kernel/random/boot_id", false, boot.bootId().toString());
    line(files, "/proc/sys/kernel/hostname", false, server.hostname());
    line(files, "/etc/hostname", false, server.hostname());
    files.show("/proc/meminfo", false, () -> Free.meminfo(server.hardware()));
    files.show("/proc/cpuinfo", false, () -> Lscpu.cpuinfo(server.hardware()));
    files.show("/proc/uptime", false, () -> uptime(Duration.between(up, server.time().now())));
    files.show(
        "/etc/os-release",
        false,
        () ->
            """
            PRETTY_NAME="Ubuntu 24.04.1 LTS"
            NAME="Ubuntu"
            VERSION_ID="24.04"
            VERSION="24.04.1 LTS (Noble Numbat)"
            VERSION_CODENAME=noble
            ID=ubuntu
            ID_LIKE=debian
            """);
    for (var nic : server.hardware().nics()) {
      line(files, "/sys/class/net/" + nic.name() + "/address", false, nic.mac());
    }
  }

  private static String uptime(Duration up) {
    double seconds = up.toMillis() / 1000.0;
    return String.format(Locale.ROOT, "%.2f %.2f\n", seconds, seconds * 40);
  }

  private static void line(HostFiles files, String path, boolean rootOnly, String text) {
    files.show(path, rootOnly, () -> text + "\n");
  }
}
