package org.hwautomation.hardware.redfish;

import static org.hwautomation.hardware.HardwareException.Kind;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hwautomation.hardware.AddressMap;
import org.hwautomation.hardware.CallObserver;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.MutationGuard;
import org.hwautomation.hardware.Secret;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * A client of one BMC's Redfish service. Making one sends nothing; the first request logs in, and
 * {@link #close} ends the session: BMCs have few, so use one client per BMC and share it.
 *
 * <p>Thread-safe. Reads run side by side, writes one at a time. Every call may block for the
 * request timeout (a GET is tried up to {@link Builder#readTries} times), leaves promptly when its
 * thread is interrupted (the interrupt flag stays set), and throws {@link RedfishException}.
 */
public final class RedfishClient implements AutoCloseable {
  /** For the TCP and TLS connection. */
  public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** For one request, to the last byte of its answer. */
  public static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(60);

  /** The longest body that is read, in bytes: 32 MiB. */
  public static final int BODY_LIMIT = 32 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(RedfishClient.class);

  private final Target target;
  private final Connection connection;

  private RedfishClient(Builder builder) {
    this.target = builder.target();
    if (builder.trust instanceof TlsTrust.Insecure && target.secure()) {
      LOG.warn("{}: the TLS certificate is not verified; anybody could be answering", peer());
    }
    var transport =
        new Transport(
            target,
            new CertificateCheck(builder.trust, target.host()),
            builder.connectTimeout,
            BODY_LIMIT,
            builder.pacer,
            builder.observer);
    this.connection =
        new Connection(
            target,
            transport,
            builder.credentials,
            builder.guard,
            builder.requestTimeout,
            builder.readTries,
            builder.pacer);
  }

  /**
   * Starts a client for the BMC at {@code https://host[:port]}.
   *
   * @throws IllegalArgumentException if the URI has another form
   */
  public static Builder builder(URI base) {
    return new Builder(base);
  }

  /** As {@link #presentedCertificate(URI, AddressMap, Duration)}, directly, in the usual time. */
  public static PresentedCertificate presentedCertificate(URI base) {
    return presentedCertificate(base, AddressMap.NONE, DEFAULT_CONNECT_TIMEOUT);
  }

  /**
   * Looks at the certificate that the BMC shows, and sends nothing: the handshake is broken off.
   *
   * @throws RedfishException if nobody answers or the peer speaks no TLS
   */
  public static PresentedCertificate presentedCertificate(
      URI base, AddressMap addresses, Duration timeout) {
    var target = Target.of(base, addresses);
    if (!target.secure()) {
      throw new IllegalArgumentException(base + " uses no TLS, so there is no certificate");
    }
    var check = new CertificateCheck(null, target.host());
    try (var transport =
        new Transport(target, check, timeout, BODY_LIMIT, Pacer.SYSTEM, CallObserver.NONE)) {
      new Wire(transport, target)
          .send("GET", "/redfish", Map.of(), null, timeout.multipliedBy(2), () -> {});
    } catch (RedfishException e) {
      var leaf = check.presented();
      if (e.kind() == Kind.IDENTITY && leaf != null) {
        return PresentedCertificate.of(leaf);
      }
      throw e;
    }
    throw new IllegalStateException("a handshake that is always refused succeeded");
  }

  /** Who is asked, as it stands in errors: {@code BMC 10.0.1.107}. */
  public String peer() {
    return target.peer();
  }

  /**
   * How many sessions were opened so far. More than one means that the BMC forgot the first, which
   * a restart makes it do.
   */
  public int sessionsOpened() {
    return connection.sessionsOpened();
  }

  /** What the service tells before the login; needs no credentials. Read once. */
  public ServiceRoot root() {
    return ServiceRoot.of(connection.root());
  }

  /** Whose BMC it is: by the root, else by the system's maker, else by the manager. */
  public Vendor vendor() {
    var vendor = root().vendor();
    if (vendor != Vendor.UNKNOWN) {
      return vendor;
    }
    for (var system : systems()) {
      vendor = Vendor.ofText(system.manufacturer());
      if (vendor != Vendor.UNKNOWN) {
        return vendor;
      }
    }
    for (var uri : connection.members(Json.link(connection.root(), "Managers"))) {
      for (var oem : connection.get(uri).body().path("Oem").properties()) {
        vendor = Vendor.ofText(oem.getKey());
        if (vendor != Vendor.UNKNOWN) {
          return vendor;
        }
      }
    }
    return Vendor.UNKNOWN;
  }

  /** All systems behind this BMC, read anew. */
  public List<ComputerSystem> systems() {
    var systems = new ArrayList<ComputerSystem>();
    for (var uri : connection.members(Json.link(connection.root(), "Systems"))) {
      systems.add(ComputerSystem.of(uri, connection.get(uri).body()));
    }
    return systems;
  }

  /**
   * The one system behind this BMC, read anew.
   *
   * @throws RedfishException {@code REJECTED} if there is none, or more than one to choose from
   */
  public ComputerSystem system() {
    var uri = systemUri();
    return ComputerSystem.of(uri, connection.get(uri).body());
  }

  private String systemUri() {
    var uris = connection.members(Json.link(connection.root(), "Systems"));
    if (uris.size() == 1) {
      return uris.getFirst();
    }
    throw RedfishException.notSent(
        Kind.REJECTED,
        peer(),
        peer()
            + (uris.isEmpty()
                ? " has no system"
                : " has " + uris.size() + " systems; choose one of " + uris),
        null);
  }

  /** All managers, read anew. */
  public List<Manager> managers() {
    var managers = new ArrayList<Manager>();
    for (var uri : connection.members(Json.link(connection.root(), "Managers"))) {
      managers.add(Manager.of(uri, connection.get(uri).body()));
    }
    return managers;
  }

  /**
   * The BMC of the one system: the manager of type BMC, or the only one there is.
   *
   * @throws RedfishException {@code REJECTED} if that is none or more than one
   */
  public Manager manager() {
    var managers = managers();
    var bmcs = managers.stream().filter(m -> "BMC".equals(m.type())).toList();
    var chosen = bmcs.isEmpty() ? managers : bmcs;
    if (chosen.size() > 1) {
      var ofServers = chosen.stream().filter(m -> !m.systemUris().isEmpty()).toList();
      chosen = ofServers.isEmpty() ? chosen : ofServers;
    }
    if (chosen.size() != 1) {
      throw RedfishException.notSent(
          Kind.REJECTED,
          peer(),
          peer() + " has " + chosen.size() + " managers that could be its BMC",
          null);
    }
    return chosen.getFirst();
  }

  /** All chassis, read anew. */
  public List<Chassis> chassis() {
    var chassis = new ArrayList<Chassis>();
    for (var uri : connection.members(Json.link(connection.root(), "Chassis"))) {
      chassis.add(Chassis.of(uri, connection.get(uri).body()));
    }
    return chassis;
  }

  /** The power of the one system. */
  public PowerControl power() {
    return new PowerControl(connection, systemUri());
  }

  /** The power of this system. */
  public PowerControl power(ComputerSystem system) {
    return new PowerControl(connection, system.uri());
  }

  /** BIOS settings of the one system. */
  public Bios bios() {
    return new Bios(connection, systemUri());
  }

  /** BIOS settings of this system. */
  public Bios bios(ComputerSystem system) {
    return new Bios(connection, system.uri());
  }

  /** The boot override of the one system. */
  public BootControl boot() {
    return new BootControl(connection, systemUri(), this::vendor);
  }

  /** The boot override of this system. */
  public BootControl boot(ComputerSystem system) {
    return new BootControl(connection, system.uri(), this::vendor);
  }

  /** All firmware that the BMC lists, read anew: one request per item, some BMCs have 100. */
  public FirmwareInventory firmware() {
    return FirmwareInventory.read(connection);
  }

  /** Updates firmware. */
  public UpdateService updates() {
    return new UpdateService(connection, this);
  }

  /** The log of what happened to the hardware of the one system, found anew. */
  public EventLog eventLog() {
    return EventLog.of(connection, List.of(manager().uri(), system().uri()));
  }

  /** Temperatures, fans, voltages and power of all chassis, read anew. */
  public List<Sensor> sensors() {
    return Sensors.read(connection, connection.members(Json.link(connection.root(), "Chassis")));
  }

  /** What the one system is built of, read anew: one request a part, some have 100. */
  public Components components() {
    return new ComponentReading(connection).read(systemUri());
  }

  /** Follows operations that take longer than their request. */
  public Tasks tasks() {
    return new Tasks(connection);
  }

  /** The BMC's own network. */
  public ManagerNetwork network() {
    return new ManagerNetwork(connection, target.host());
  }

  /** The BMC's users. */
  public Accounts accounts() {
    return new Accounts(connection);
  }

  /** Switches the light that helps people to find the system. */
  public void identify(ComputerSystem system, boolean on) {
    new IdentifyLight(connection).set(system, on);
  }

  /**
   * Resets the BMC, gracefully where it can. The host goes on; the session ends with it, so make a
   * new client once the BMC is back.
   */
  public void resetManager(Manager manager) {
    var resource = connection.get(manager.uri()).body();
    var action = ResetAction.of(connection, manager.uri(), resource, "#Manager.Reset");
    var type =
        action.supports(ResetType.GRACEFUL_RESTART)
            ? ResetType.GRACEFUL_RESTART
            : ResetType.FORCE_RESTART;
    connection.post(action.target(), Json.object().put("ResetType", type.wireName()));
  }

  /** Whether the BMC is ready for work, as after its reset or update. */
  public Readiness readiness() {
    return new Readiness(this, connection);
  }

  /** Any resource, for what has no view here. */
  public Answer get(String uri) {
    return connection.get(uri);
  }

  /** Changes any resource, with its ETag where the BMC wants one. */
  public Answer patch(String uri, JsonNode body) {
    return connection.patch(uri, body);
  }

  /** Creates or acts; {@code secrets} in the body are kept out of errors. */
  public Answer post(String uri, @Nullable JsonNode body, Secret... secrets) {
    return connection.post(uri, body, secrets);
  }

  /** Deletes any resource. */
  public Answer delete(String uri) {
    return connection.delete(uri);
  }

  @Override
  public String toString() {
    return "Redfish client of " + peer();
  }

  /** Ends the session and closes the connections, within five seconds; never throws. */
  @Override
  public void close() {
    connection.close();
  }

  /** Collects what a client needs. Not thread-safe. */
  public static final class Builder {
    private final URI base;
    private @Nullable Credentials credentials;
    private AddressMap addresses = AddressMap.NONE;
    private TlsTrust trust = TlsTrust.systemRoots();
    private MutationGuard guard = MutationGuard.OPEN;
    private Duration connectTimeout = DEFAULT_CONNECT_TIMEOUT;
    private Duration requestTimeout = DEFAULT_REQUEST_TIMEOUT;
    private int readTries = 3;
    private boolean plainHttpAllowed;
    private Pacer pacer = Pacer.SYSTEM;
    private CallObserver observer = CallObserver.NONE;

    private Builder(URI base) {
      this.base = Objects.requireNonNull(base, "base is null");
      Target.of(base, AddressMap.NONE);
    }

    /** The login. Without, only what the BMC tells everybody can be read. */
    public Builder credentials(Credentials credentials) {
      this.credentials = Objects.requireNonNull(credentials, "credentials is null");
      return this;
    }

    /** Where to connect instead; default: nowhere else. */
    public Builder addresses(AddressMap addresses) {
      this.addresses = Objects.requireNonNull(addresses, "addresses is null");
      return this;
    }

    /** Which certificate to accept; default: {@link TlsTrust#systemRoots()}. */
    public Builder trust(TlsTrust trust) {
      this.trust = Objects.requireNonNull(trust, "trust is null");
      return this;
    }

    /** Asked right before each write; default: {@link MutationGuard#OPEN}. */
    public Builder guard(MutationGuard guard) {
      this.guard = Objects.requireNonNull(guard, "guard is null");
      return this;
    }

    /** Default: {@link #DEFAULT_CONNECT_TIMEOUT}. */
    public Builder connectTimeout(Duration timeout) {
      this.connectTimeout = positive(timeout);
      return this;
    }

    /** Default: {@link #DEFAULT_REQUEST_TIMEOUT}. */
    public Builder requestTimeout(Duration timeout) {
      this.requestTimeout = positive(timeout);
      return this;
    }

    /**
     * How often a GET is sent in all when the connection breaks or the BMC answers with a 5xx.
     * Default: 3. Writes and logins are not repeated by it.
     */
    public Builder readTries(int tries) {
      if (tries < 1) {
        throw new IllegalArgumentException("tries " + tries + " is less than 1");
      }
      this.readTries = tries;
      return this;
    }

    /** Lets a password travel over http:// to other hosts than this one. Default: refused. */
    public Builder allowPlainHttp() {
      this.plainHttpAllowed = true;
      return this;
    }

    /** How time passes while waiting; default: {@link Pacer#SYSTEM}. */
    public Builder pacer(Pacer pacer) {
      this.pacer = Objects.requireNonNull(pacer, "pacer is null");
      return this;
    }

    /** Hears of each request; default: {@link CallObserver#NONE}. */
    public Builder observer(CallObserver observer) {
      this.observer = Objects.requireNonNull(observer, "observer is null");
      return this;
    }

    /**
     * Makes the client; nothing is sent.
     *
     * @throws IllegalArgumentException if it would use http:// to another host unasked
     */
    public RedfishClient build() {
      return new RedfishClient(this);
    }

    private Target target() {
      var target = Target.of(base, addresses);
      if (!target.secure() && !target.loopback() && !plainHttpAllowed) {
        throw new IllegalArgumentException(
            base + " would send the password in clear text; use https://");
      }
      return target;
    }

    private static Duration positive(Duration timeout) {
      if (timeout.toMillis() <= 0) {
        throw new IllegalArgumentException("a timeout must be positive, got " + timeout);
      }
      return timeout;
    }
  }
}
