package org.hwautomation.provisioning.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hwautomation.hardware.CallObserver;
import org.hwautomation.hardware.CertificateFingerprint;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.MutationGuard;
import org.hwautomation.hardware.Secret;
import org.hwautomation.hardware.ipmi.IpmiClient;
import org.hwautomation.hardware.ipmi.LanplusTransport;
import org.hwautomation.hardware.maas.MaasClient;
import org.hwautomation.hardware.redfish.RedfishClient;
import org.hwautomation.hardware.redfish.TlsTrust;
import org.hwautomation.hardware.ssh.HostKeyScope;
import org.hwautomation.hardware.ssh.HostKeyStore;
import org.hwautomation.hardware.ssh.SshClient;
import org.hwautomation.hardware.ssh.SshLogin;
import org.hwautomation.hardware.ssh.SshSession;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.provisioning.configuration.ConfigurationException;
import org.hwautomation.provisioning.safety.RefusedException;

/** Opens what a run needs to reach, as configured. Thread-safe. */
public final class Connections {
  private final Configuration configuration;
  private final Inventory inventory;
  private final LoginQuarantine quarantine;
  private final Pace pace;
  private final HostKeyStore hostKeys;
  private final ServedImages images;
  private volatile CallObserver observer = CallObserver.NONE;

  public Connections(
      Configuration configuration, Inventory inventory, LoginQuarantine quarantine, Pace pace) {
    this.configuration = configuration;
    this.inventory = inventory;
    this.quarantine = quarantine;
    this.pace = pace;
    this.images = new ServedImages(configuration);
    this.hostKeys = HostKeyStore.inFile(configuration.stateDir().resolve("host_keys"));
  }

  public Configuration configuration() {
    return configuration;
  }

  public Inventory inventory() {
    return inventory;
  }

  /** Who hears of each exchange with BMCs, hosts and MAAS from now on; nobody does at first. */
  public void observedBy(CallObserver newObserver) {
    observer = newObserver;
  }

  /** Firmware images for BMCs that fetch them. */
  public ServedImages images() {
    return images;
  }

  public Pace pace() {
    return pace;
  }

  /**
   * A client of the configured MAAS; nothing is sent yet.
   *
   * @throws ConfigurationException if its address or key is missing
   */
  public MaasClient maas(MutationGuard guard) {
    var url = configuration.requireMaasUrl();
    return MaasClient.builder(url.toString(), configuration.requireMaasApiKey())
        .addresses(configuration.network().addressMap())
        .timeout(configuration.maas().timeout())
        .pins(configuration.maas().pins().at(url.getHost()))
        .guard(guard)
        .observer(observer)
        .build();
  }

  /**
   * Logs in to a BMC over Redfish, once, and reads who it is.
   *
   * @throws RefusedException by safety rule 4 if this login was refused before
   * @throws HardwareException if it can't be reached, shows another certificate, or refuses
   */
  public Bmc bmc(BmcAccess access, MutationGuard guard) {
    requireUntried(access.address(), access.credentials());
    var base = URI.create("https://" + access.address());
    var trust = trust(base, access.pins());
    var client = client(base, trust, guard).credentials(access.credentials()).build();
    try {
      var pin =
          trust instanceof TlsTrust.Pinned pinned
              ? Optional.of(pinned.fingerprint().hex())
              : Optional.<String>empty();
      return Bmc.login(client, access, pin);
    } catch (HardwareException e) {
      client.close();
      noteRefusal(e, access.address(), access.credentials(), "Redfish");
      throw e;
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  /**
   * A client of the BMC at a URL that a person named; nothing is sent yet, but for a look at its
   * certificate if several are pinned.
   *
   * @param base {@code https://host[:port]}; {@code http://} on this host only
   * @param credentials empty for what the BMC tells everybody
   * @param pins fingerprints of its certificate; empty means that it must verify
   * @throws RefusedException by safety rule 4 if this login was refused before
   * @throws IllegalArgumentException if the URL has another form
   */
  public RedfishClient redfish(
      URI base, Optional<Credentials> credentials, Set<String> pins, MutationGuard guard) {
    credentials.ifPresent(login -> requireUntried(base.getHost(), login));
    var secure = "https".equalsIgnoreCase(base.getScheme());
    var builder = client(base, secure ? trust(base, pins) : TlsTrust.systemRoots(), guard);
    credentials.ifPresent(builder::credentials);
    return builder.build();
  }

  private RedfishClient.Builder client(URI base, TlsTrust trust, MutationGuard guard) {
    return RedfishClient.builder(base)
        .addresses(configuration.network().addressMap())
        .trust(trust)
        .requestTimeout(configuration.redfish().timeout())
        .readTries(1 + configuration.redfish().retries())
        .guard(guard)
        .observer(observer)
        .pacer(pace.pacer());
  }

  private TlsTrust trust(URI base, Set<String> pins) {
    return switch (pins.size()) {
      case 0 -> TlsTrust.systemRoots();
      case 1 -> TlsTrust.pinned(pins.iterator().next());
      default -> {
        var shown =
            RedfishClient.presentedCertificate(
                    base,
                    configuration.network().addressMap(),
                    RedfishClient.DEFAULT_CONNECT_TIMEOUT)
                .fingerprint();
        var known = pins.stream().map(CertificateFingerprint::parse).anyMatch(shown::equals);
        yield known
            ? TlsTrust.pinned(shown)
            : TlsTrust.pinned(pins.stream().sorted().findFirst().orElseThrow());
      }
    };
  }

  /**
   * IPMI over the network. Needs the program {@code ipmitool}.
   *
   * @throws RefusedException by safety rule 4 if this login was refused before
   */
  public IpmiClient ipmi(String host, int port, Credentials credentials, MutationGuard guard) {
    requireUntried(host, credentials);
    var transport =
        LanplusTransport.builder(host, credentials)
            .port(port)
            .addresses(configuration.network().addressMap())
            .packetTries(1 + configuration.ipmi().retries());
    configuration.ipmi().cipherSuite().ifPresent(suite -> transport.cipherSuites(List.of(suite)));
    return IpmiClient.over(transport.build().observedBy(observer))
        .withGuard(guard)
        .withTimeLimit(configuration.ipmi().timeout())
        .withReadRetries(configuration.ipmi().retries(), pace.every(Duration.ofSeconds(1)));
  }

  /**
   * Whether a BMC opens an IPMI session with one cipher suite; tried once, and a refusal is of the
   * suite, so nothing is noted of the login. Needs the program {@code ipmitool}.
   *
   * @throws RefusedException by safety rule 4 if this login was refused before
   */
  public boolean ipmiOpens(String host, int port, Credentials credentials, int suite) {
    requireUntried(host, credentials);
    return LanplusTransport.builder(host, credentials)
        .port(port)
        .addresses(configuration.network().addressMap())
        .packetTries(1 + configuration.ipmi().retries())
        .build()
        .opens(suite, configuration.ipmi().timeout());
  }

  /** Keeps a refused login from being tried again (safety rule 4). */
  public void noteRefusal(
      HardwareException error, String address, Credentials credentials, String protocol) {
    if (error.kind() == HardwareException.Kind.AUTHENTICATION) {
      quarantine.refused(address, credentials, protocol, String.valueOf(error.getMessage()));
    }
  }

  private void requireUntried(String address, Credentials credentials) {
    quarantine
        .reason(address, credentials)
        .ifPresent(
            why -> {
              throw new RefusedException(
                  4,
                  ("the login of user '%s' at %s is not tried: %s. Change it where it is"
                          + " configured, or clear it with: hwauto bmc unlock %s")
                      .formatted(credentials.username(), address, why, address));
            });
  }

  /**
   * Opens a shell on a host that we booted.
   *
   * @param scope the boot we caused; its host key is the same from the first look to the last
   * @throws RefusedException by safety rule 4 if this login was refused before
   * @throws HardwareException if it can't be reached, shows another key, or refuses
   */
  public HostShell host(String address, HostKeyScope scope, MutationGuard guard) {
    var ssh = configuration.ssh();
    var login = sshLogin();
    var credentials = comparable(login);
    credentials.ifPresent(known -> requireUntried(address, known));
    var client =
        SshClient.builder(hostKeys)
            .addresses(configuration.network().addressMap())
            .connectTimeout(ssh.timeout())
            .loginTimeout(ssh.timeout())
            .connectTries(1 + ssh.retries(), pace.every(Duration.ofSeconds(1)))
            .guard(guard)
            .observer(observer)
            .build();
    try {
      return new HostShell(client, client.connect(address, ssh.port(), login, scope));
    } catch (RuntimeException e) {
      client.close();
      if (e instanceof HardwareException failure) {
        credentials.ifPresent(known -> noteRefusal(failure, address, known, "SSH"));
      }
      throw e;
    }
  }

  /** What the quarantine compares; a key is another one when its file's text is. */
  private static Optional<Credentials> comparable(SshLogin login) {
    var secret =
        switch (login) {
          case SshLogin.Password(_, var password) -> password;
          case SshLogin.Key(_, var key, _) -> key;
          case SshLogin.KeyFile(_, var file, _) -> {
            try {
              yield Secret.of(Files.readString(file));
            } catch (IOException e) {
              yield null; // the client says what is wrong with it
            }
          }
        };
    return Optional.ofNullable(secret).map(known -> Credentials.of(login.username(), known));
  }

  private SshLogin sshLogin() {
    var ssh = configuration.ssh();
    if (ssh.keyPath().isPresent()) {
      return SshLogin.keyFile(ssh.username(), ssh.keyPath().get());
    }
    return ssh.password()
        .map(password -> SshLogin.password(Credentials.of(ssh.username(), password)))
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "ssh.key_path is not set; name the private key whose public half MAAS has"));
  }

  /** An open shell with the client it belongs to. */
  public record HostShell(SshClient client, SshSession session) implements AutoCloseable {
    @Override
    public void close() {
      session.close();
      client.close();
    }
  }

  /** Where files of a run are kept. */
  public Path stateDir() {
    return configuration.stateDir();
  }
}
