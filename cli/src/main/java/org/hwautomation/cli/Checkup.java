package org.hwautomation.cli;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.MutationGuard;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.hardware.maas.PowerParameters;
import org.hwautomation.hardware.redfish.RedfishClient;
import org.hwautomation.provisioning.UnknownServerException;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.configuration.ConfigurationException;
import org.hwautomation.provisioning.safety.IdentityVerdict;
import org.hwautomation.provisioning.safety.MaasView;
import org.hwautomation.provisioning.safety.RefusedException;
import org.hwautomation.provisioning.safety.UseVerdict;
import org.hwautomation.provisioning.server.BmcAccess;
import org.hwautomation.provisioning.server.BmcLocator;
import org.hwautomation.provisioning.server.Inventory;
import org.hwautomation.provisioning.server.MaasIdentity;
import org.hwautomation.provisioning.server.StoredQuarantine;

/** Looks at one server in the order in which a run needs things. Belongs to one thread. */
final class Checkup {
  private final WorkflowManager manager;
  private final String server;
  private final List<Finding> findings = new ArrayList<>();

  Checkup(WorkflowManager manager, String server) {
    this.manager = manager;
    this.server = server;
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }

  void run() {
    configuration();
    tools();
    var found = maas();
    if (found.isPresent()) {
      var machine = found.get().machine();
      candidates(machine, found.get().power());
      bmc(machine, found.get().power());
    }
  }

  private void configuration() {
    var configuration = manager.configuration();
    add(
        Finding.note(
            "configuration",
            "state in " + configuration.stateDir().toAbsolutePath().normalize(),
            configuration.warnings().toArray(String[]::new)));
  }

  private void tools() {
    var path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    var ipmitool =
        List.of(path.split(File.pathSeparator)).stream()
            .map(folder -> Path.of(folder.isEmpty() ? "." : folder, "ipmitool"))
            .filter(Files::isExecutable)
            .findFirst();
    add(
        ipmitool
            .map(file -> Finding.good("ipmitool", file.toString()))
            .orElseGet(
                () ->
                    Finding.note(
                        "ipmitool",
                        "not on the PATH: what needs IPMI over the network will say so",
                        "Debian, Ubuntu: apt-get install ipmitool")));
    var ssh = manager.configuration().ssh();
    if (ssh.keyPath().isEmpty()) {
      add(
          ssh.password().isPresent()
              ? Finding.note("SSH", "user '" + ssh.username() + "' with a password")
              : Finding.bad(
                  "SSH",
                  ExitCodes.BAD_INPUT,
                  "ssh.key_path is not set",
                  "name the private key whose public half MAAS has"));
      return;
    }
    var key = ssh.keyPath().get();
    add(
        Files.isReadable(key)
            ? Finding.good("SSH", "user '%s' with key %s".formatted(ssh.username(), key))
            : Finding.bad(
                "SSH", ExitCodes.BAD_INPUT, "key " + key + " can't be read; check ssh.key_path"));
  }

  private record Found(Machine machine, PowerParameters power) {}

  private Optional<Found> maas() {
    try (var maas = manager.connections().maas(MutationGuard.OPEN)) {
      var version = maas.version().version();
      var user = maas.whoami();
      add(
          Finding.good(
              "MAAS", "%s, version %s, as '%s'".formatted(maas.peer(), version, user.username())));
      var machine = manager.machine(server);
      var use =
          UseVerdict.of(
              new MaasView.Known(machine.statusName(), machine.locked()), Optional.empty(), false);
      var text = "%s, %s: %s".formatted(machine.hostname(), machine.systemId(), use.reason());
      add(
          use.isAllowed()
              ? Finding.good("machine", text)
              : Finding.bad(
                  "machine",
                  ExitCodes.BAD_INPUT,
                  text,
                  "it is not written to; release it in MAAS first"));
      return Optional.of(new Found(machine, maas.powerParameters(machine.systemId())));
    } catch (HardwareException | ConfigurationException e) {
      add(failed("MAAS", e));
    } catch (UnknownServerException e) {
      add(failed("machine", e));
    }
    return Optional.empty();
  }

  /** Everybody who says where the BMC is and how to log in, in order; the first wins. */
  private void candidates(Machine machine, PowerParameters power) {
    var configuration = manager.configuration();
    var own = configuration.server(machine.hostname());
    if (own.bmcAddress().isEmpty() && own.bmcUsername().isEmpty()) {
      own = configuration.server(machine.systemId());
    }
    var known = manager.connections().inventory().find(machine.systemId());
    var none = "says nothing";
    add(
        Finding.note(
            "BMC address",
            "the first that says one",
            "1. servers.%s.bmc.address: %s"
                .formatted(machine.hostname(), own.bmcAddress().orElse(none)),
            "2. MAAS power parameters: " + (power.address().isBlank() ? none : power.address()),
            "3. inventory: " + known.flatMap(Inventory.Known::bmcAddress).orElse(none)));
    add(
        Finding.note(
            "BMC login",
            "the first that says one",
            "1. servers.%s.bmc.username: %s"
                .formatted(machine.hostname(), own.bmcUsername().orElse(none)),
            "2. MAAS power parameters: "
                + (power.user().isBlank()
                    ? none
                    : power.user() + (power.password().isEmpty() ? ", without a password" : "")),
            "3. bmc.username: "
                + configuration.bmcCredentials("").map(login -> login.username()).orElse(none)));
  }

  private void bmc(Machine machine, PowerParameters power) {
    BmcAccess access;
    try {
      access =
          new BmcLocator(manager.configuration(), manager.connections().inventory())
              .locate(machine, power);
    } catch (ConfigurationException e) {
      add(failed("BMC", e));
      return;
    }
    add(
        Finding.good(
            "BMC",
            "%s (%s), user '%s' (%s)"
                .formatted(
                    access.address(),
                    access.addressOrigin(),
                    access.credentials().username(),
                    access.credentialsOrigin())));
    if (!certificate(machine, access)) {
      return;
    }
    var held = new StoredQuarantine(manager.store()).reason(access.address(), access.credentials());
    if (held.isPresent()) {
      add(
          Finding.bad(
              "login",
              ExitCodes.UNREACHABLE,
              "not tried: " + held.get(),
              "change the password where it is configured, or: hwauto bmc unlock "
                  + access.address()));
      return;
    }
    login(machine, access);
  }

  /** False if a login would only fail, or give the password to whoever answers. */
  private boolean certificate(Machine machine, BmcAccess access) {
    try {
      var shown =
          RedfishClient.presentedCertificate(
              URI.create("https://" + access.address()),
              manager.configuration().network().addressMap(),
              RedfishClient.DEFAULT_CONNECT_TIMEOUT);
      var hex = shown.fingerprint().hex();
      var text =
          "%s, %s, until %s"
              .formatted(
                  shown.subject(),
                  shown.selfSigned() ? "self-signed" : "by " + shown.issuer(),
                  shown.notAfter());
      if (access.pins().contains(hex)) {
        add(Finding.good("certificate", text + ", pinned"));
        return true;
      }
      if (access.pins().isEmpty() && !shown.selfSigned()) {
        add(Finding.note("certificate", text + ", not pinned: an authority must vouch for it"));
        return true;
      }
      add(
          Finding.bad(
              "certificate",
              ExitCodes.UNREACHABLE,
              text + (access.pins().isEmpty() ? ", not pinned" : ", and another one is pinned"),
              "SHA-256 " + shown.fingerprint(),
              "if that is what the BMC itself shows: hwauto bmc trust %s --fingerprint %s"
                  .formatted(machine.hostname(), hex),
              "or write into hwauto.yaml:",
              "bmc: {pins: {\"%s\": \"%s\"}}".formatted(access.address(), hex)));
    } catch (HardwareException e) {
      add(failed("certificate", e));
    }
    return false;
  }

  private void login(Machine machine, BmcAccess access) {
    try (var bmc = manager.connections().bmc(access, BmcPlace.READ_ONLY)) {
      var identity = bmc.identity();
      add(
          Finding.good(
              "login",
              "serial %s, UUID %s, BMC MAC %s"
                  .formatted(identity.serial(), identity.uuid(), identity.bmcMac())));
      var verdict = IdentityVerdict.of(List.of(identity, MaasIdentity.of(machine)), false);
      add(
          verdict.isProven()
              ? Finding.good("identity", verdict.text())
              : Finding.bad(
                  "identity",
                  ExitCodes.BAD_INPUT,
                  verdict.text(),
                  "check the BMC's address and the cabling"));
    } catch (HardwareException | RefusedException e) {
      add(failed("login", e));
    }
  }

  private static Finding failed(String what, RuntimeException e) {
    var lines = String.valueOf(e.getMessage()).lines().toList();
    return new Finding(
        Finding.Mark.BAD,
        what,
        lines.isEmpty() ? e.toString() : lines.getFirst(),
        lines.stream().skip(1).toList(),
        Failures.exitCode(e));
  }

  private void add(Finding finding) {
    findings.add(finding);
  }
}
