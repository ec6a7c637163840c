/**
 * The BMCs of the data centre over the network by IPMI 2.0: RMCP+ on UDP.
 *
 * <p>{@link org.hwautomation.simulator.ipmi.IpmiLanService} follows the model and keeps one {@link
 * org.hwautomation.simulator.ipmi.LanEndpoint} a server, a socket on the BMC's current address. A
 * datagram is a {@link org.hwautomation.simulator.ipmi.Packet}; {@link
 * org.hwautomation.simulator.ipmi.Handshake} logs in, after which {@link
 * org.hwautomation.simulator.ipmi.LanSession} opens and seals what is said; the {@code …Commands}
 * classes answer one network function each, on the one state that Redfish and in-band {@code
 * ipmitool} show too.
 *
 * <p>Standard: IPMI 2.0, revision 1.1. Chapters and tables of it are named where they are used. It
 * is judged by Debian's {@code ipmitool}.
 */
@NullMarked
package org.hwautomation.simulator.ipmi;

import org.jspecify.annotations.NullMarked;
