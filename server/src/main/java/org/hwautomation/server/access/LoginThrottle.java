package org.hwautomation.server.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.hwautomation.workflow.WorkflowTime;

/**
 * Slows down who tries passwords: by account and by client address, whichever waits longer. A try
 * in the wait is not looked at and does not make it longer. Kept in memory: a restart forgets it.
 * Names that are no account are slowed down like those that are, so that nobody learns which are;
 * but apart from them, so that made-up names push no account out. Thread-safe.
 */
final class LoginThrottle {
  /** How many made-up names, and how many addresses, are remembered. */
  static final int REMEMBERED = 10_000;

  private final WorkflowTime time;
  private final WrongTries accounts = new WrongTries(Integer.MAX_VALUE); // as many as there are
  private final WrongTries strangers = new WrongTries(REMEMBERED);
  private final WrongTries addresses = new WrongTries(REMEMBERED);

  LoginThrottle(WorkflowTime time) {
    this.time = time;
  }

  /**
   * What a login is counted under.
   *
   * @param name of an account that somebody means; empty for one that can't be, and for tokens,
   *     which nobody guesses: there the address alone counts
   * @param exists whether there is such an account
   */
  record Key(String name, boolean exists, String address) {
    static Key of(String name, boolean exists, String from) {
      return new Key(name, exists, network(from));
    }
  }

  /** Begins a try; empty if it may go on and is to be {@link #end ended}, else how long to wait. */
  synchronized Optional<Duration> begin(Key key) {
    var now = time.nanos();
    var wait =
        Stream.concat(
                addresses.mustWait(key.address(), now).stream(),
                names(key).flatMap(names -> names.mustWait(key.name(), now)).stream())
            .max(Duration::compareTo);
    if (wait.isEmpty()) {
      addresses.begin(key.address());
      names(key).ifPresent(names -> names.begin(key.name()));
    }
    return wait.map(LoginThrottle::wholeSeconds);
  }

  synchronized void end(Key key, boolean wrong) {
    var now = time.nanos();
    addresses.end(key.address(), wrong, now);
    names(key).ifPresent(names -> names.end(key.name(), wrong, now));
  }

  /** A right login: the account's wrong tries are forgotten, not the address's. */
  synchronized void forgive(Key key) {
    names(key).ifPresent(names -> names.forgive(key.name()));
  }

  /** How many keys are remembered. */
  synchronized int size() {
    return accounts.size() + strangers.size() + addresses.size();
  }

  private Optional<WrongTries> names(Key key) {
    return key.name().isEmpty()
        ? Optional.empty()
        : Optional.of(key.exists() ? accounts : strangers);
  }

  private static Duration wholeSeconds(Duration wait) {
    return Duration.ofSeconds(wait.plusNanos(999_999_999).toSeconds());
  }

  /** An IPv4 address, or the /64 of an IPv6 one, all of which one client has. */
  static String network(String from) {
    try {
      return switch (InetAddress.ofLiteral(from)) {
        case Inet6Address six -> HexFormat.of().formatHex(six.getAddress(), 0, 8);
        case InetAddress four -> four.getHostAddress();
      };
    } catch (IllegalArgumentException e) {
      return "unknown";
    }
  }
}
