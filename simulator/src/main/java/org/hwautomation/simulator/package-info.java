/**
 * A data centre in one process: the model behind every simulated protocol.
 *
 * <p>Start with {@link org.hwautomation.simulator.DataCentre}. It owns the {@link
 * org.hwautomation.simulator.SimulatedServer}s, the {@link
 * org.hwautomation.simulator.SimulatedTime} they live in and the {@link
 * org.hwautomation.simulator.Recorder} that counts what was done to them. A server is one truth:
 * its {@link org.hwautomation.simulator.Bmc}, its {@link org.hwautomation.simulator.BiosSettings},
 * its {@link org.hwautomation.simulator.Host} and what MAAS remembers of it ({@link
 * org.hwautomation.simulator.MaasRecord}) are seen alike through every protocol.
 *
 * <p>Protocols are {@link org.hwautomation.simulator.DataCentreService}s in packages of their own
 * ({@code bmc}, {@code maas}, {@code host}). They read and change the model, follow it with a
 * {@link org.hwautomation.simulator.ServerListener}, and are found with {@link
 * java.util.ServiceLoader}, so that this package knows none of them. Nothing here uses the
 * product's own clients: a mistake in one is not mirrored in the other.
 */
@NullMarked
package org.hwautomation.simulator;

import org.jspecify.annotations.NullMarked;
