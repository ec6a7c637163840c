package org.hwautomation.simulator;

import java.time.Instant;

/**
 * A request that a client made.
 *
 * @param sequence order within the data centre
 * @param at simulated time
 * @param server host name, or empty when it concerned no single server
 * @param method HTTP method, or the protocol's verb
 * @param path path with query, or the command; holds no secret
 * @param status HTTP status, exit status; 0 when nothing was answered
 */
public record Request(
    long sequence,
    Instant at,
    Channel channel,
    String server,
    String method,
    String path,
    int status) {}
