package org.hwautomation.hardware.ipmi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.HardwareException.Kind;
import org.hwautomation.hardware.MutationGuard;
import org.hwautomation.hardware.Secret;

/**
 * A BMC by IPMI 2.0, through {@code ipmitool}: over the network with a {@link LanplusTransport}, or
 * on the server itself with an {@link InBandTransport}. Both do the same.
 *
 * <p>Each write asks the {@link MutationGuard} first. Network settings and account names are read
 * back until they show. Errors are {@link HardwareException}s: {@link Kind#AUTHENTICATION} after
 * one attempt, {@link Kind#CONNECTION}, {@link Kind#TIMEOUT}, {@link Kind#BUSY}, {@link
 * Kind#REJECTED} with the BMC's words, {@link Kind#UNAVAILABLE} where {@code ipmitool} or the
 * driver is missing.
 *
 * <p>Thread-safe. Holds no connection, so there is nothing to close.
 */
public final class IpmiClient {
  private static final int LAST_CHANNEL = 15;
  private static final int SHOWN = 300;

  /** The network function that the LAN parameters belong to, and three of them (table 23-4). */
  private static final String TRANSPORT = "0x0c";

  private static final int CIPHER_COUNT = 22;
  private static final int CIPHER_ENTRIES = 23;
  private static final int CIPHER_LEVELS = 24;

  private final IpmiTransport transport;
  private final MutationGuard guard;
  private final Duration timeLimit;
  private final Duration settleLimit;
  private final Duration settlePause;
  private final int readRetries;
  private final Duration retryPause;

  private IpmiClient(
      IpmiTransport transport,
      MutationGuard guard,
      Duration timeLimit,
      Duration settleLimit,
      Duration settlePause,
      int readRetries,
      Duration retryPause) {
    this.transport = Objects.requireNonNull(transport, "transport is null");
    this.guard = Objects.requireNonNull(guard, "guard is null");
    this.timeLimit = timeLimit;
    this.settleLimit = settleLimit;
    this.settlePause = settlePause;
    this.readRetries = readRetries;
    this.retryPause = retryPause;
  }

  /** With no guard, 30 seconds a call, and 15 seconds for a write to show. */
  public static IpmiClient over(IpmiTransport transport) {
    return new IpmiClient(
        transport,
        MutationGuard.OPEN,
        Duration.ofSeconds(30),
        Duration.ofSeconds(15),
        Duration.ofSeconds(1),
        0,
        Duration.ofSeconds(1));
  }

  public IpmiClient withGuard(MutationGuard newGuard) {
    return new IpmiClient(
        transport, newGuard, timeLimit, settleLimit, settlePause, readRetries, retryPause);
  }

  /** Longest time of one call of {@code ipmitool}. */
  public IpmiClient withTimeLimit(Duration limit) {
    return new IpmiClient(
        transport, guard, limit, settleLimit, settlePause, readRetries, retryPause);
  }

  /** How long a write may take to show, and the pause between two looks. */
  public IpmiClient withSettling(Duration limit, Duration pause) {
    return new IpmiClient(transport, guard, timeLimit, limit, pause, readRetries, retryPause);
  }

  /**
   * How often a read is asked again when the BMC is too busy for it, and the pause before; none by
   * default. Writes are never repeated, nor is a read after any other error: it may hide a login.
   */
  public IpmiClient withReadRetries(int retries, Duration pause) {
    return new IpmiClient(transport, guard, timeLimit, settleLimit, settlePause, retries, pause);
  }

  /** Who is asked, for messages. */
  public String peer() {
    return transport.peer();
  }

  // --- chassis

  public PowerStatus powerStatus() {
    return IpmitoolText.power(read("chassis", "power", "status"));
  }

  /** Returns once the BMC has accepted it, which is before the power changes. */
  public void power(PowerAction action) {
    write("chassis", "power", action.word());
  }

  /**
   * Overrides the boot device.
   *
   * @param efi boot by UEFI, not legacy
   * @param persistent for every boot, not only the next; many BMCs ignore it
   */
  public void setBootDevice(BootDevice device, boolean efi, boolean persistent) {
    if (device == BootDevice.OTHER) {
      throw new IllegalArgumentException("OTHER can be read, not set");
    }
    var options = (efi ? "efiboot" : "") + (efi && persistent ? "," : "");
    var all = options + (persistent ? "persistent" : "");
    if (all.isEmpty()) {
      write("chassis", "bootdev", device.word());
    } else {
      write("chassis", "bootdev", device.word(), "options=" + all);
    }
  }

  /** Reads the boot flags, parameter 5. */
  public BootOverride bootOverride() {
    return IpmitoolText.bootOverride(read("chassis", "bootparam", "get", "5"));
  }

  /**
   * Lights the chassis' identification.
   *
   * @param time 1 to 255 seconds; zero switches it off
   */
  public void identify(Duration time) {
    var seconds = time.toSeconds();
    if (seconds < 0 || seconds > 255) {
      throw new IllegalArgumentException("identify for " + seconds + " seconds; at most 255");
    }
    write("chassis", "identify", Long.toString(seconds));
  }

  // --- controller

  public ControllerInfo controller() {
    return IpmitoolText.controller(read("mc", "info"));
  }

  /** The system's GUID in lower case; empty if the BMC has none. Its byte order is the BMC's. */
  public Optional<String> guid() {
    return IpmitoolText.guid(read("mc", "guid"));
  }

  /**
   * Restarts the BMC. The answer may be lost with it, which is no error here: read {@link
   * #controller()} until it answers again.
   *
   * @param cold also resets its settings' working copies; the usual choice
   */
  public void resetController(boolean cold) {
    try {
      write("mc", "reset", cold ? "cold" : "warm");
    } catch (HardwareException e) {
      if (!isLostAnswer(e)) {
        throw e;
      }
    }
  }

  // --- network

  /** The first channel that is a LAN, 1 to 15; empty if the BMC has none. */
  public Optional<Integer> lanChannel() {
    for (var channel = 1; channel <= LAST_CHANNEL; channel++) {
      try {
        if (IpmitoolText.isLan(read("channel", "info", Integer.toString(channel)))) {
          return Optional.of(channel);
        }
      } catch (HardwareException e) {
        // a channel that does not exist is refused; go on to the next
        if (e.kind() != Kind.REJECTED) {
          throw e;
        }
      }
    }
    return Optional.empty();
  }

  public LanConfiguration lan(int channel) {
    var lan = IpmitoolText.lan(channel, read("lan", "print", Integer.toString(channel)));
    if (lan.address().isEmpty()) {
      throw new HardwareException(
          Kind.PROTOCOL,
          peer(),
          peer() + ": the settings of channel " + channel + " have no address");
    }
    return lan;
  }

  /**
   * Gives the BMC a static address: the source, then mask and gateway, each read back before the
   * next; the address last. What is right already is not written. If the address is the way to the
   * BMC it is gone after that, and the result is {@linkplain LanWrite#confirmed() not confirmed}.
   *
   * @throws HardwareException {@link Kind#REJECTED} if the BMC accepts a write and does not show it
   */
  public LanWrite setLan(int channel, LanSettings wanted) {
    var before = lan(channel);
    set(channel, before, "ipsrc", "static", LanConfiguration::isStatic);
    set(
        channel,
        before,
        "netmask",
        wanted.netmask(),
        lan -> lan.netmask().equals(wanted.netmask()));
    var gateway = wanted.gateway();
    if (!before.gateway().equals(gateway)) {
      write("lan", "set", Integer.toString(channel), "defgw", "ipaddr", gateway);
      await(channel, "gateway " + gateway, lan -> lan.gateway().equals(gateway));
    }
    if (before.address().equals(wanted.address())) {
      return new LanWrite(true, before);
    }
    if (!transport.throughBmcAddress()) {
      set(channel, before, "ipaddr", wanted.address(), l -> l.address().equals(wanted.address()));
      return new LanWrite(true, before);
    }
    try {
      write("lan", "set", Integer.toString(channel), "ipaddr", wanted.address());
    } catch (HardwareException e) {
      // the session is lost with the address it went to
      if (!isLostAnswer(e)) {
        throw e;
      }
    }
    return new LanWrite(false, before);
  }

  /** Lets the BMC take its address by DHCP. Over the network this may cut the way to it. */
  public void setLanDhcp(int channel) {
    write("lan", "set", Integer.toString(channel), "ipsrc", "dhcp");
    if (!transport.throughBmcAddress()) {
      await(channel, "source DHCP", LanConfiguration::isDhcp);
    }
  }

  /**
   * The cipher suites of a LAN channel, all 16 levels, which {@code lan print} does not show.
   *
   * @throws HardwareException {@link Kind#PROTOCOL} if the answer is too short
   */
  public CipherSuites cipherSuites(int channel) {
    var count = lanParameter(channel, CIPHER_COUNT);
    var entries = lanParameter(channel, CIPHER_ENTRIES);
    var levels = lanParameter(channel, CIPHER_LEVELS);
    if (count.isEmpty() || entries.size() <= (count.getFirst() & 0x1F) || levels.size() < 9) {
      throw new HardwareException(
          Kind.PROTOCOL,
          peer(),
          peer()
              + ": cipher suites of channel %d: count %s, entries %s, levels %s"
                  .formatted(channel, count, entries, levels));
    }
    return CipherSuites.of(count, entries, levels);
  }

  /**
   * Writes the levels of the cipher suites, and reads them back. A session that is open stays; who
   * writes this through a suite that it closes gets no other.
   *
   * @throws HardwareException {@link Kind#REJECTED} if the BMC accepts it and does not show it
   */
  public void setCipherLevels(int channel, CipherSuites wanted) {
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of("raw", TRANSPORT, "0x01", hex(channel), hex(CIPHER_LEVELS), hex(0)));
    wanted.levelBytes().forEach(each -> arguments.add(hex(each)));
    write(arguments.toArray(String[]::new));
    await(
        "the levels " + wanted.letters() + " of the cipher suites of channel " + channel,
        () -> cipherSuites(channel),
        now -> now.levels().equals(wanted.levels()));
  }

  /** Get LAN Configuration Parameters (IPMI 2.0, 23.2), without the parameter's revision. */
  private List<Integer> lanParameter(int channel, int parameter) {
    var bytes =
        IpmitoolText.bytes(
            read("raw", TRANSPORT, "0x02", hex(channel), hex(parameter), hex(0), hex(0)));
    return bytes.isEmpty() ? bytes : bytes.subList(1, bytes.size());
  }

  private static String hex(int value) {
    return String.format(Locale.ROOT, "0x%02x", value);
  }

  // --- serial over LAN

  /** Whether a channel carries the server's serial console (IPMI 2.0, 26.3). */
  public boolean serialOverLan(int channel) {
    return IpmitoolText.serialOverLan(read("sol", "info", Integer.toString(channel)));
  }

  /** Switches the serial console of a channel on or off, and reads it back. */
  public void setSerialOverLan(int channel, boolean on) {
    write("sol", "set", "enabled", Boolean.toString(on), Integer.toString(channel));
    await("serial over LAN " + on, () -> serialOverLan(channel), now -> now == on);
  }

  /** Whether an account may open the serial console (IPMI 2.0, 24.7). */
  public boolean serialPayload(int channel, int id) {
    checkId(id);
    return IpmitoolText.serialPayload(
        read("sol", "payload", "status", Integer.toString(channel), Integer.toString(id)));
  }

  /** Lets an account open the serial console, and reads it back. */
  public void allowSerialPayload(int channel, int id) {
    checkId(id);
    write("sol", "payload", "enable", Integer.toString(channel), Integer.toString(id));
    await("the serial console for account " + id, () -> serialPayload(channel, id), on -> on);
  }

  private void set(
      int channel,
      LanConfiguration before,
      String parameter,
      String value,
      Predicate<LanConfiguration> shows) {
    if (!shows.test(before)) {
      write("lan", "set", Integer.toString(channel), parameter, value);
      await(channel, parameter + " " + value, shows);
    }
  }

  private void await(int channel, String what, Predicate<LanConfiguration> shows) {
    await(what + " on channel " + channel, () -> lan(channel), shows);
  }

  private <T> void await(String what, Supplier<T> look, Predicate<T> shows) {
    var deadline = System.nanoTime() + settleLimit.toNanos();
    var now = look.get();
    while (!shows.test(now)) {
      if (System.nanoTime() > deadline) {
        throw new HardwareException(
            Kind.REJECTED,
            peer(),
            peer()
                + ": the BMC accepted "
                + what
                + " and does not show it after "
                + settleLimit.toSeconds()
                + " s; it has "
                + now);
      }
      pause(settlePause);
      now = look.get();
    }
  }

  private void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HardwareException(
          Kind.CONNECTION, peer(), peer() + ": interrupted before another look", e);
    }
  }

  // --- accounts

  /** Every account slot of the BMC, free ones too. */
  public List<BmcUser> users(int channel) {
    return IpmitoolText.users(read("user", "list", Integer.toString(channel)));
  }

  public UserAccess userAccess(int channel, int id) {
    return IpmitoolText.access(
        id, read("channel", "getaccess", Integer.toString(channel), Integer.toString(id)));
  }

  /**
   * Names an account slot.
   *
   * @param name 1 to 16 letters, digits, dots, dashes and underscores
   */
  public void setUserName(int id, String name) {
    checkId(id);
    if (!name.matches("[A-Za-z0-9_.][A-Za-z0-9_.-]{0,15}")) {
      throw new IllegalArgumentException(
          "the account name '" + name + "' is not 1 to 16 letters, digits, '.', '-' or '_'");
    }
    write("user", "set", "name", Integer.toString(id), name);
  }

  /**
   * Sets an account's password (IPMI 2.0, section 22.30). It reaches {@code ipmitool} as a raw
   * command by standard input and stands in no argument vector.
   *
   * @param password 1 to 20 bytes; the 20-byte form is used only for more than 16
   */
  public void setUserPassword(int id, Secret password) {
    checkId(id);
    guard.check(peer() + ": ipmitool user set password " + id);
    checked(UserPassword.request(id, UserPassword.SET, password, timeLimit));
  }

  /**
   * Has the BMC compare a password with an account's, which does not count as a login.
   *
   * @return false if the BMC says that it is another one
   */
  public boolean testUserPassword(int id, Secret password) {
    checkId(id);
    var output = transport.run(UserPassword.request(id, UserPassword.TEST, password, timeLimit));
    if (UserPassword.differs(output)) {
      return false;
    }
    check("ipmitool user test " + id, output);
    return true;
  }

  public void setUserPrivilege(int channel, int id, PrivilegeLevel level) {
    checkId(id);
    write(
        "user",
        "priv",
        Integer.toString(id),
        Integer.toString(level.code()),
        Integer.toString(channel));
  }

  /**
   * Lets an account use IPMI on a channel, with its privilege (all that {@code setaccess} sets).
   */
  public void setUserAccess(int channel, int id, PrivilegeLevel level) {
    checkId(id);
    write(
        "channel",
        "setaccess",
        Integer.toString(channel),
        Integer.toString(id),
        "callin=on",
        "ipmi=on",
        "link=on",
        "privilege=" + level.code());
  }

  public void enableUser(int id) {
    checkId(id);
    write("user", "enable", Integer.toString(id));
  }

  public void disableUser(int id) {
    checkId(id);
    write("user", "disable", Integer.toString(id));
  }

  private static void checkId(int id) {
    if (id < 1 || id > 63) {
      throw new IllegalArgumentException("account id " + id + " is not between 1 and 63");
    }
  }

  // --- health

  public List<Sensor> sensors() {
    return IpmitoolText.sensors(read("sdr", "elist"));
  }

  /** The units that answer; one that is listed and absent makes ipmitool fail, and is left out. */
  public List<FruDevice> frus() {
    var request = request(List.of("fru", "print"));
    var output = transport.run(request);
    var frus = IpmitoolText.frus(output.stdout());
    if (frus.isEmpty()) {
      check(request.shown(), output);
    }
    return frus;
  }

  /** The system event log, oldest first. */
  public List<EventLogEntry> eventLog() {
    return IpmitoolText.eventLog(read("sel", "elist"));
  }

  // --- plumbing

  private String read(String... arguments) {
    for (var attempt = 0; ; attempt++) {
      try {
        return checked(request(List.of(arguments)));
      } catch (HardwareException e) {
        if (e.kind() != Kind.BUSY || attempt >= readRetries) {
          throw e;
        }
        pause(retryPause);
      }
    }
  }

  private void write(String... arguments) {
    var request = request(List.of(arguments));
    guard.check(peer() + ": " + request.shown());
    checked(request);
  }

  private IpmiRequest request(List<String> arguments) {
    return new IpmiRequest(arguments, Optional.empty(), timeLimit);
  }

  private String checked(IpmiRequest request) {
    var output = transport.run(request);
    check(request.shown(), output);
    return output.stdout();
  }

  private void check(String shown, IpmiOutput output) {
    if (output.exitStatus() == 0) {
      return;
    }
    var said = (output.stderr() + "\n" + output.stdout()).strip();
    var meaning = ErrorTable.of(said);
    var kind =
        output.exitStatus() == 127
            ? Kind.UNAVAILABLE
            : Objects.requireNonNullElse(meaning.kind(), Kind.REJECTED);
    throw new HardwareException(
        kind, peer(), peer() + ": " + shown + ": " + meaning.advice() + " (" + oneLine(said) + ")");
  }

  private static boolean isLostAnswer(HardwareException e) {
    return !Thread.currentThread().isInterrupted()
        && (e.kind() == Kind.CONNECTION || e.kind() == Kind.TIMEOUT);
  }

  private static String oneLine(String text) {
    var flat = text.replaceAll("\\s+", " ").strip();
    if (flat.isEmpty()) {
      return "it said nothing";
    }
    return flat.length() <= SHOWN ? flat : flat.substring(0, SHOWN) + "…";
  }

  @Override
  public String toString() {
    return "IpmiClient[" + peer().toLowerCase(Locale.ROOT) + "]";
  }
}
