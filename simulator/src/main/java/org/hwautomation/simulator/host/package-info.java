/**
 * The operating systems of the simulated servers, reached over SSH.
 *
 * <p>{@link org.hwautomation.simulator.host.HostSsh} is the sshd of one boot: it appears when a
 * host is up with a host key of its own and goes when the host goes, breaking its sessions. A
 * command line is split by {@code ShellLine} and run by {@code HostShell}, which finds it in the
 * tool set: {@code Dmidecode}, {@code Lscpu}, {@code SystemFiles} and others print what the
 * server's one truth says, in the format of the real tool; {@code InBandIpmitool} reads and writes
 * the one state of the BMC.
 *
 * <p>Sources: the manual pages and public sources of dmidecode, util-linux, iproute2 and ipmitool
 * 1.8.18; captures of real hosts for their looks.
 */
@NullMarked
package org.hwautomation.simulator.host;

import org.jspecify.annotations.NullMarked;
