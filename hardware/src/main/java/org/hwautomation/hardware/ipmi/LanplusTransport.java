package org.hwautomation.hardware.ipmi;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.hwautomation.hardware.AddressMap;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.Endpoint;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.HardwareException.Kind;
import org.hwautomation.hardware.Secret;
import org.jspecify.annotations.Nullable;

/**
 * {@code ipmitool -I lanplus} as a child process: IPMI 2.0 over the network, RMCP+. The password is
 * in the child's environment only.
 *
 * <p>The first call proves the login and finds the cipher suite: the suites are tried in order as
 * long as the BMC says that it does not have the one that was tried, and no further once it has
 * judged the login. A refused login is remembered, and not tried again by this object. One request
 * at a time. Thread-safe.
 */
public final class LanplusTransport implements IpmiTransport {
  private static final int MAX_PASSWORD = 20;

  private final String peer;
  private final Endpoint endpoint;
  private final Credentials login;
  private final Builder settings;
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private @Nullable Integer provenSuite;
  private boolean refused;

  private LanplusTransport(Builder settings) {
    this.settings = settings;
    this.login = settings.login;
    this.peer = "BMC " + new Endpoint(settings.host, settings.port);
    this.endpoint = settings.addresses.resolve(settings.host, settings.port);
  }

  /** Starts a transport to the BMC at {@code host}, port 623. */
  public static Builder builder(String host, Credentials login) {
    return new Builder(host, login);
  }

  @Override
  public String peer() {
    return peer;
  }

  @Override
  public boolean throughBmcAddress() {
    return true;
  }

  @Override
  public IpmiOutput run(IpmiRequest request) {
    try {
      oneAtATime.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HardwareException(
          Kind.CONNECTION, peer, peer + ": interrupted before " + request.shown(), e);
    }
    try {
      if (refused) {
        throw new HardwareException(
            Kind.AUTHENTICATION,
            peer,
            peer + ": the BMC refused this login before, so it is not tried again");
      }
      var suite = provenSuite == null ? prove(request.timeLimit()) : provenSuite;
      provenSuite = suite;
      var output = call(suite, false, request);
      if (output.exitStatus() != 0 && lostSession(output)) {
        // quiet ipmitool does not say why, so the login counts as proven no longer
        provenSuite = null;
        throw new HardwareException(
            Kind.CONNECTION, peer, peer + ": " + request.shown() + ": the BMC does not answer");
      }
      return output;
    } finally {
      oneAtATime.unlock();
    }
  }

  /** The cipher suite that the BMC accepted; empty before the first call. */
  public Optional<Integer> cipherSuite() {
    oneAtATime.lock();
    try {
      return Optional.ofNullable(provenSuite);
    } finally {
      oneAtATime.unlock();
    }
  }

  /**
   * Tries to open a session with one cipher suite, as {@code USER}, so that a suite that is open to
   * anybody at all is found; once, and nothing is remembered of it.
   *
   * @param limit longest time for it
   * @return false if the BMC refuses the suite, or this login with it
   * @throws HardwareException {@link Kind#CONNECTION}, {@link Kind#TIMEOUT}, {@link Kind#BUSY} or
   *     {@link Kind#UNAVAILABLE}: nothing is known then
   */
  public boolean opens(int suite, Duration limit) {
    var probe = new IpmiRequest(List.of("chassis", "power", "status"), Optional.empty(), limit);
    var output = call(suite, PrivilegeLevel.USER, true, probe);
    if (output.exitStatus() == 0 || !lostSession(output)) {
      return true;
    }
    var meaning = ErrorTable.of(output.stderr() + "\n" + output.stdout());
    var kind = meaning.kind();
    if (kind == null || kind == Kind.AUTHENTICATION || kind == Kind.REJECTED) {
      return false;
    }
    throw new HardwareException(
        kind, peer, "%s: cipher suite %d: %s".formatted(peer, suite, meaning.advice()));
  }

  private int prove(Duration limit) {
    var probe = new IpmiRequest(List.of("chassis", "power", "status"), Optional.empty(), limit);
    for (var suite : settings.suites) {
      // -v makes ipmitool say why a session failed; its data dumps stay in this process
      var output = call(suite, true, probe);
      if (output.exitStatus() == 0 || !lostSession(output)) {
        return suite;
      }
      var meaning = ErrorTable.of(output.stderr() + "\n" + output.stdout());
      if (meaning.kind() != null) {
        refused = meaning.kind() == Kind.AUTHENTICATION;
        throw new HardwareException(meaning.kind(), peer, peer + ": " + meaning.advice());
      }
    }
    throw new HardwareException(
        Kind.REJECTED,
        peer,
        peer
            + ": the BMC offers none of the cipher suites "
            + settings.suites
            + "; set one that it has");
  }

  private static boolean lostSession(IpmiOutput output) {
    return output.stderr().contains("Unable to establish");
  }

  private IpmiOutput call(int suite, boolean verbose, IpmiRequest request) {
    return call(suite, settings.privilege, verbose, request);
  }

  private IpmiOutput call(
      int suite, PrivilegeLevel privilege, boolean verbose, IpmiRequest request) {
    var wait = settings.answerTimeout.toSeconds();
    var tries = settings.packetTries;
    var argv = new ArrayList<String>();
    argv.add(executable().toString());
    if (verbose) {
      argv.add("-v");
    }
    argv.addAll(
        List.of(
            "-I",
            "lanplus",
            "-H",
            endpoint.host(),
            "-p",
            Integer.toString(endpoint.port()),
            "-U",
            login.username(),
            "-E",
            "-C",
            Integer.toString(suite),
            "-L",
            privilege.name(),
            "-N",
            Long.toString(Math.max(1, request.onlyOnce() ? wait * tries : wait)),
            "-R",
            Integer.toString(request.onlyOnce() ? 1 : tries)));
    if (settings.kgKey != null) {
      argv.add("-K");
    }
    argv.addAll(request.arguments());
    var stdin =
        request
            .stdin()
            .map(secret -> secret.reveal(text -> text.getBytes(StandardCharsets.UTF_8)))
            .orElseGet(() -> new byte[0]);
    return ChildProcess.run(argv, environment(), stdin, request.timeLimit(), peer, request.shown());
  }

  private Map<String, String> environment() {
    var environment = new HashMap<String, String>();
    environment.put("PATH", Objects.requireNonNullElse(System.getenv("PATH"), "/usr/bin:/bin"));
    environment.put("LC_ALL", "C");
    environment.put("TZ", "UTC");
    login.password().reveal(password -> environment.put("IPMI_PASSWORD", password));
    var kgKey = settings.kgKey;
    if (kgKey != null) {
      kgKey.reveal(key -> environment.put("IPMI_KGKEY", key));
    }
    return environment;
  }

  private Path executable() {
    if (settings.executable != null) {
      if (!Files.isExecutable(settings.executable)) {
        throw missing("there is no program at " + settings.executable);
      }
      return settings.executable;
    }
    return onPath().orElseThrow(() -> missing("ipmitool is not on the PATH"));
  }

  /** Whether the program {@code ipmitool} is on the PATH of this process. */
  public static boolean isInstalled() {
    return onPath().isPresent();
  }

  private static Optional<Path> onPath() {
    for (var folder :
        Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator)) {
      var candidate = Path.of(folder.isEmpty() ? "." : folder, "ipmitool");
      if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
        return Optional.of(candidate.toAbsolutePath());
      }
    }
    return Optional.empty();
  }

  private HardwareException missing(String what) {
    return new HardwareException(
        Kind.UNAVAILABLE,
        peer,
        peer
            + ": IPMI over the network needs ipmitool, and "
            + what
            + ". Install it (Debian, Ubuntu: apt-get install ipmitool; Fedora: dnf install"
            + " ipmitool), or use Redfish");
  }

  /** Settings of a transport, with their defaults. */
  public static final class Builder {
    private final String host;
    private final Credentials login;
    private int port = 623;
    private AddressMap addresses = AddressMap.NONE;
    private List<Integer> suites = List.of(17, 3);
    private PrivilegeLevel privilege = PrivilegeLevel.ADMINISTRATOR;
    private Duration answerTimeout = Duration.ofSeconds(2);
    private int packetTries = 3;
    private @Nullable Path executable;
    private @Nullable Secret kgKey;

    private Builder(String host, Credentials login) {
      this.host = Objects.requireNonNull(host, "host is null");
      this.login = Objects.requireNonNull(login, "login is null");
      if (host.startsWith("-") || login.username().startsWith("-")) {
        throw new IllegalArgumentException("a host or a user can't begin with '-'");
      }
      if (login.username().length() > 16) {
        throw new IllegalArgumentException("an IPMI user name has at most 16 characters");
      }
      var bytes = login.password().reveal(p -> p.getBytes(StandardCharsets.UTF_8).length);
      if (bytes > MAX_PASSWORD) {
        throw new IllegalArgumentException(
            "an IPMI password has at most 20 bytes and this one has " + bytes);
      }
    }

    /** 623 by default. */
    public Builder port(int number) {
      port = number;
      return this;
    }

    /** Where to connect for the BMC's address; nothing is mapped by default. */
    public Builder addresses(AddressMap map) {
      addresses = map;
      return this;
    }

    /** Cipher suites in the order to try them; 17, then 3 by default. */
    public Builder cipherSuites(List<Integer> order) {
      if (order.isEmpty()) {
        throw new IllegalArgumentException("no cipher suite");
      }
      suites = List.copyOf(order);
      return this;
    }

    /** What the session may do; ADMINISTRATOR by default. */
    public Builder privilege(PrivilegeLevel level) {
      privilege = level;
      return this;
    }

    /**
     * Wait for the answer to a packet (2 seconds by default) and how often it is sent in all (3).
     */
    public Builder packets(Duration timeout, int tries) {
      answerTimeout = timeout;
      packetTries = tries;
      return this;
    }

    /**
     * How often a packet is sent in all until it is answered; 3 by default. What may not happen
     * twice, such as a power cycle, is sent once, and its answer waited for as long.
     */
    public Builder packetTries(int tries) {
      if (tries < 1) {
        throw new IllegalArgumentException("tries " + tries + " is less than 1");
      }
      packetTries = tries;
      return this;
    }

    /** Where the program is; looked up on the PATH by default. */
    public Builder executable(Path path) {
      executable = path;
      return this;
    }

    /** The BMC's key K_g, for BMCs with two-key logins; none by default. */
    public Builder kgKey(Secret key) {
      kgKey = key;
      return this;
    }

    public LanplusTransport build() {
      return new LanplusTransport(this);
    }
  }
}
