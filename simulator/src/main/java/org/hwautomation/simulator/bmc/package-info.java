/**
 * The BMCs of the data centre: Redfish over TLS, with the manners of three vendors.
 *
 * <p>{@link org.hwautomation.simulator.bmc.RedfishService} follows the model and keeps one {@link
 * org.hwautomation.simulator.bmc.RedfishEndpoint} a server, an HTTPS listener on the BMC's current
 * address. An endpoint lets the request in ({@link org.hwautomation.simulator.bmc.Gate}), finds its
 * {@link org.hwautomation.simulator.bmc.Route} and answers. The {@code …Routes} classes hold one
 * part of the resource tree each and name their source; {@link
 * org.hwautomation.simulator.bmc.Dialect} holds in one place what a vendor calls things and insists
 * on.
 *
 * <p>Standards: DSP0266 (Redfish specification, 1.15), DSP0268 (schemas), DSP2046 (resource guide).
 * Captures: of a Dell R750 (iDRAC9 6.00.30), an HPE DL385 Gen10 Plus (iLO 5 2.72) and a Supermicro
 * SYS-821GE-TNHR.
 */
@NullMarked
package org.hwautomation.simulator.bmc;

import org.jspecify.annotations.NullMarked;
