package org.hwautomation.simulator;

import java.time.Instant;

/**
 * Something that must not have been done.
 *
 * @param sequence order within the data centre; -1 for what {@link DataCentre#check()} found
 * @param at simulated time
 * @param server host name
 * @param detail for people; holds no secret
 */
public record UnsafeAct(
    long sequence, Instant at, String server, UnsafeKind kind, Channel channel, String detail) {}
