package org.hwautomation.simulator;

import java.time.Instant;

/**
 * Something that really happened to a server.
 *
 * @param sequence order within the data centre, over requests, effects and unsafe acts
 * @param at simulated time
 * @param server host name
 * @param detail for people; holds no secret
 */
public record Effect(
    long sequence, Instant at, String server, EffectKind kind, Channel channel, String detail) {}
