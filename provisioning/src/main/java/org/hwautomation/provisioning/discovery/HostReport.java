package org.hwautomation.provisioning.discovery;

import org.jspecify.annotations.Nullable;

/**
 * What the tools of a host printed; null for one that could not be run.
 *
 * @param dmidecode {@code dmidecode} whole, or {@code -t system}, {@code -t bios}, {@code -t
 *     baseboard}, {@code -t memory} one after the other; needs root
 * @param lscpu {@code LC_ALL=C lscpu}
 * @param meminfo {@code /proc/meminfo}, or {@code free -b}
 * @param lsblk {@code lsblk --json --bytes --nodeps --output
 *     NAME,KNAME,TYPE,SIZE,MODEL,SERIAL,TRAN,ROTA}
 * @param ip {@code ip -j addr}, or {@code ip addr show}
 */
public record HostReport(
    @Nullable String dmidecode,
    @Nullable String lscpu,
    @Nullable String meminfo,
    @Nullable String lsblk,
    @Nullable String ip) {}
