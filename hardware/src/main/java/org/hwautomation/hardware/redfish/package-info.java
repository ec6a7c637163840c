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
 * <p>Where to look: {@link org.hwautomation.hardware.redfish.RedfishClient} is the way in; {@link
 * org.hwautomation.hardware.redfish.PowerControl} and {@link
 * org.hwautomation.hardware.redfish.Bios} are what it hands out; the records are views at the
 * moment of the read. {@link org.hwautomation.hardware.redfish.RedfishException} is what goes
 * wrong.
 *
 * <p>From the top to the wire: {@code RedfishClient} - {@code Connection} (login, retries, ETags,
 * the guard, errors) - {@code Wire} (headers, redirects) - {@code Transport} (one HTTP exchange).
 */
@NullMarked
package org.hwautomation.hardware.redfish;

import org.jspecify.annotations.NullMarked;
