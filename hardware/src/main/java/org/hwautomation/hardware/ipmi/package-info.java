/**
 * BMCs by IPMI 2.0, through the program {@code ipmitool}.
 *
 * <p>{@link IpmiClient} has the operations; a {@link IpmiTransport} runs the program. Over the
 * network:
 *
 * <pre>{@code
 * var bmc =
 *     IpmiClient.over(
 *         LanplusTransport.builder(
 *                 "10.0.1.107", Credentials.of("admin", Secret.fromEnvironment("BMC_PASSWORD")))
 *             .build());
 * if (bmc.powerStatus() == PowerStatus.OFF) {
 *   bmc.setBootDevice(BootDevice.PXE, true, false);
 *   bmc.power(PowerAction.ON);
 * }
 * }</pre>
 *
 * <p>On the server itself, through a shell that somebody has there:
 *
 * <pre>{@code
 * var bmc = IpmiClient.over(InBandTransport.of("BMC of rack12-u07", (line, request) -> …));
 * var channel = bmc.lanChannel().orElseThrow();
 * bmc.setLan(channel, new LanSettings("10.0.1.107", "255.255.0.0", "10.0.0.1"));
 * }</pre>
 *
 * <p>{@code IpmitoolText} reads what the program prints, {@code ErrorTable} what it complains of.
 */
@NullMarked
package org.hwautomation.hardware.ipmi;

import org.jspecify.annotations.NullMarked;
