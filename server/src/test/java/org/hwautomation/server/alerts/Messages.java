package org.hwautomation.server.alerts;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hwautomation.store.AlertFacts;

/** Messages for tests. */
final class Messages {
  private Messages() {}

  static AlertMessage held(String title) {
    return new AlertMessage(
        "d1",
        "opened",
        "held",
        "g1",
        "held/commission/no address",
        new AlertFacts(
            "held",
            title,
            40,
            List.of("u1", "u2"),
            List.of("r1", "r2"),
            Optional.of(Instant.parse("2026-11-29T02:00:00Z")),
            "/needs"),
        Instant.parse("2026-11-29T03:00:00Z"),
        "lab",
        Optional.of(URI.create("https://hwauto.example.com/needs")));
  }
}
