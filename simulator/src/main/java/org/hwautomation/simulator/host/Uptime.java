package org.hwautomation.simulator.host;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.hwautomation.simulator.SimulatedServer;

/** {@code uptime}. */
final class Uptime {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final SimulatedServer server;
  private final Instant since;

  Uptime(SimulatedServer server) {
    this.server = server;
    this.since = server.time().now();
  }

  int run(Invocation call) {
    Instant now = server.time().now();
    if (call.arguments().contains("-s")) {
      return HostTools.print(call, since.toString().replace('T', ' ').substring(0, 19) + "\n");
    }
    Duration up = Duration.between(since, now);
    String text =
        up.toHours() > 0
            ? String.format(Locale.ROOT, "%2d:%02d", up.toHours(), up.toMinutesPart())
            : up.toMinutes() + " min";
    return HostTools.print(
        call,
        " " + CLOCK.format(now) + " up " + text + ",  1 user,  load average: 0.08, 0.03, 0.01\n");
  }
}
