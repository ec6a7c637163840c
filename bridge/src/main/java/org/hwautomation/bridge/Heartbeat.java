package org.hwautomation.bridge;

import java.time.Duration;

/**
 * How the two sides know of each other that they are there.
 *
 * @param every how often each says so
 * @param silence a peer that has said nothing for so long is taken for gone
 */
public record Heartbeat(Duration every, Duration silence) {
  /** Every 5 s; 60 s of silence are the end. */
  public static final Heartbeat DEFAULT =
      new Heartbeat(Duration.ofSeconds(5), Duration.ofSeconds(60));
}
