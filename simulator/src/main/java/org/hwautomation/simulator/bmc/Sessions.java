package org.hwautomation.simulator.bmc;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.simulator.Fault;
import org.hwautomation.simulator.SimulatedServer;

/**
 * The open sessions of one BMC (DSP0266 13.3.4). They are limited in number, end after a time
 * without use, and do not survive the BMC. Thread-safe.
 */
final class Sessions {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SimulatedServer server;
  private final Map<String, Session> byToken = new LinkedHashMap<>();
  private int number;

  Sessions(SimulatedServer server) {
    this.server = server;
  }

  record Session(String id, String token, int account, String userName, Instant used) {}

  /** Opens a session, or empty when there are too many. */
  synchronized Optional<Session> open(int account, String userName) {
    expire();
    if (byToken.size() >= most()) {
      return Optional.empty();
    }
    var token = new byte[16];
    RANDOM.nextBytes(token);
    var session =
        new Session(
            Integer.toString(++number),
            HexFormat.of().formatHex(token),
            account,
            userName,
            server.time().now());
    byToken.put(session.token(), session);
    return Optional.of(session);
  }

  private int most() {
    return server.faults().has(Fault.SESSION_LIMIT) ? 1 : server.personality().maxSessions();
  }

  /** The session of this token; using it keeps it alive. */
  synchronized Optional<Session> use(String token) {
    expire();
    return Optional.ofNullable(
        byToken.computeIfPresent(
            token,
            (key, old) ->
                new Session(
                    old.id(), old.token(), old.account(), old.userName(), server.time().now())));
  }

  synchronized List<Session> all() {
    expire();
    return List.copyOf(byToken.values());
  }

  synchronized Optional<Session> byId(String id) {
    return all().stream().filter(session -> session.id().equals(id)).findFirst();
  }

  synchronized boolean close(String id) {
    return byToken.values().removeIf(session -> session.id().equals(id));
  }

  synchronized void closeAll() {
    byToken.clear();
  }

  private void expire() {
    var oldest =
        server.time().now().minus(Duration.ofSeconds(server.personality().sessionTimeoutSeconds()));
    byToken.values().removeIf(session -> session.used().isBefore(oldest));
  }
}
