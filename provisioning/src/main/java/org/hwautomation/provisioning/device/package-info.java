/**
 * Kinds of servers. {@link DeviceTypes} reads them from a file in the Python version's format, or
 * gives the shipped ones; a {@link DeviceType} says what its hardware is and what its BIOS must be.
 * {@link DeviceTypeMatch} finds the type of a server that was discovered.
 */
@NullMarked
package org.hwautomation.provisioning.device;

import org.jspecify.annotations.NullMarked;
