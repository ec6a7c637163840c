/**
 * IPv4 and Ethernet addresses as values: {@link Ipv4Address}, the {@link Subnet} it lies in, and
 * {@link MacAddress}. Parsing is strict, because a BMC that was given a misread address is lost.
 */
@NullMarked
package org.hwautomation.provisioning.network;

import org.jspecify.annotations.NullMarked;
