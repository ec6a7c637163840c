/**
 * A client for the Redfish service of a BMC (DSP0266), over the JDK's HTTP client. It knows the
 * protocol and the vendors' quirks, and nothing of workflows.
 *
 * <pre>{@code
 * var bmc = URI.create("https://10.0.1.107");
 * var seen = RedfishClient.presentedCertificate(bmc);       // sends nothing; ask a person
 *
 * try (var client = RedfishClient.builder(bmc)
 *     .credentials(Credentials.of("admin", Secret.fromEnvironment("HWAUTO_BMC_PASSWORD")))
 *     .trust(TlsTrust.pinned(seen.fingerprint()))
 *     .addresses(addressMap)
 *     .guard(guard)                                         // asked right before each write
 *     .build()) {
 *   var system = client.system();                           // the first request logs in
 *   var settings = client.bios().settings();
 *   client.power().reset(ResetType.GRACEFUL_RESTART);
 *   client.power().waitFor(PowerState.ON, Duration.ofMinutes(10));
 * }                                                         // ends the session
 * }</pre>
 *
 * <p>{@link org.hwautomation.hardware.redfish.RedfishClient} is the way in. It hands out records,
 * each a view at the moment of the read (systems, managers, chassis, firmware), and services:
 *
 * <ul>
 *   <li>{@link org.hwautomation.hardware.redfish.PowerControl} and {@link
 *       org.hwautomation.hardware.redfish.BootControl} of a system,
 *   <li>{@link org.hwautomation.hardware.redfish.Bios}: settings, registry, staging; what was
 *       staged comes back as a {@link org.hwautomation.hardware.redfish.StagedBios},
 *   <li>{@link org.hwautomation.hardware.redfish.UpdateService} sends firmware images and follows
 *       what becomes of them; an {@link org.hwautomation.hardware.redfish.UpdateHandle} can be
 *       kept, and adopted by another process,
 *   <li>{@link org.hwautomation.hardware.redfish.Tasks} follows a {@link
 *       org.hwautomation.hardware.redfish.TaskHandle}, which may come from another process,
 *   <li>{@link org.hwautomation.hardware.redfish.ManagerNetwork} and {@link
 *       org.hwautomation.hardware.redfish.Accounts} of the BMC itself.
 * </ul>
 *
 * <p>{@link org.hwautomation.hardware.redfish.RedfishException} is what goes wrong. No accepted
 * write is success: read the effect, in another session, to know.
 *
 * <p>From the top to the wire: {@code RedfishClient} - {@code Connection} (login, retries, ETags,
 * the guard, errors) - {@code Wire} (headers, redirects) - {@code Transport} (one HTTP exchange).
 */
@NullMarked
package org.hwautomation.hardware.redfish;

import org.jspecify.annotations.NullMarked;
