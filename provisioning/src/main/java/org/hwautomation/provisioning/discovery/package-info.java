/**
 * What a server is made of, read from what its own tools print. {@link HostReport} holds the texts,
 * {@link HardwareInventory#from} makes one inventory of them and says what could not be read. The
 * parsers, {@link Dmidecode}, {@link Lscpu}, {@link Memory}, {@link Lsblk} and {@link IpAddresses},
 * are pure functions and take whatever they are given: what they cannot understand is left out or
 * refused, never guessed.
 */
@NullMarked
package org.hwautomation.provisioning.discovery;

import org.jspecify.annotations.NullMarked;
