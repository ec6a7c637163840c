/**
 * BIOS settings by the makers' own programs, run on the server itself: Supermicro's {@code sum},
 * Dell's {@code racadm}, HPE's {@code ilorest}.
 *
 * <p>For BMCs whose Redfish service has no BIOS settings, such as a Supermicro without its licence.
 * Each program speaks to BMC or BIOS through the host's own interface, so that none is given a
 * password:
 *
 * <pre>{@code
 * var sum = SupermicroSum.on(host);              // UNAVAILABLE if the host has none
 * var before = sum.currentSettings();            // what it prints: an XML document
 * sum.change(xml);                               // takes effect at the next reset
 * }</pre>
 *
 * <p>{@link ToolHost} is the way to the host, given by whoever has one, such as an SSH session.
 * Every error is a {@link org.hwautomation.hardware.HardwareException}: {@code UNAVAILABLE} where
 * the program is missing or can't work on this host, {@code BUSY} and {@code TIMEOUT} where another
 * try can help, {@code REJECTED} with what the program said, {@code PROTOCOL} where that can't be
 * understood.
 */
@NullMarked
package org.hwautomation.hardware.vendortools;

import org.jspecify.annotations.NullMarked;
