/**
 * A MAAS region with its API 2.0 and its own power poller.
 *
 * <p>{@link org.hwautomation.simulator.maas.MaasService} is the door: it binds the HTTP server,
 * holds the machines and stops everything when closed. A request passes {@code OAuthPlaintext} (is
 * the caller known?), {@code MaasApi} (which route and which {@code op}?) and ends in {@code
 * Machines}, {@code Tags} or {@code EventLog}. Whatever takes time runs in {@code MachineLife}: it
 * powers the server through the BMC with the parameters MAAS holds, waits for the host to boot, and
 * moves the machine from status to status. {@code PowerPoller} asks the BMCs on its own, as real
 * MAAS does, and so locks an account whose password changed behind its back.
 *
 * <p>Sources: the public MAAS API reference, the behaviour of {@code maasserver.api} (status codes,
 * error texts, transitions), and real answers as captured by canonical/gomaasclient (shapes).
 */
@NullMarked
package org.hwautomation.simulator.maas;

import org.jspecify.annotations.NullMarked;
