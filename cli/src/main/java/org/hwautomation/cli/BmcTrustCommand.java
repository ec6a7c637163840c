package org.hwautomation.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hwautomation.hardware.CertificateFingerprint;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.hardware.redfish.PresentedCertificate;
import org.hwautomation.hardware.redfish.RedfishClient;
import org.hwautomation.provisioning.UnknownServerException;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.configuration.ConfigurationException;
import org.hwautomation.provisioning.safety.RefusedException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pins the certificates of BMCs that somebody vouches for (safety rule 13). */
@Command(
    name = "trust",
    description = {
      "Pin the certificate that a BMC shows, so that it is let in. Somebody must vouch for it:",
      "give the SHA-256 that stands in the BMC's own setup or in the delivery papers, or compare it",
      "when asked. Nothing is logged in to, and nothing is sent to the BMC."
    })
final class BmcTrustCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(arity = "0..1", paramLabel = "SERVER", description = "MAAS hostname or system id.")
  private @Nullable String server;

  @Option(
      names = "--fingerprint",
      paramLabel = "SHA256",
      description = "What its certificate must be; asked for if not given.")
  private @Nullable String fingerprint;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "Many at once: SERVER and FINGERPRINT in each line, # begins a comment.")
  private @Nullable Path from;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Who vouches; for the audit.")
  private String reason = "not given";

  /** What became of one server. */
  private record Result(String server, Outcome outcome, String text) {}

  private enum Outcome {
    TRUSTED,
    KNOWN,
    DIFFERENT,
    UNKNOWN,
    UNREACHABLE
  }

  @Override
  public Integer call() {
    if ((server == null) == (from == null)) {
      throw new IllegalArgumentException("name one SERVER, or many with --from FILE");
    }
    if (from != null && fingerprint != null) {
      throw new IllegalArgumentException("--fingerprint goes with a SERVER, not with --from");
    }
    var trusted = from == null ? Map.<String, CertificateFingerprint>of() : TrustList.read(from);
    var wanted = fingerprint == null ? null : CertificateFingerprint.parse(fingerprint);
    var screen = options.screen();
    try (var manager = options.manager("bmc trust")) {
      var results =
          server == null
              ? trusted.entrySet().stream()
                  .map(line -> compare(manager, line.getKey(), line.getValue()))
                  .toList()
              : List.of(one(manager, screen, server, wanted));
      show(screen, results);
      return results.stream().map(BmcTrustCommand::exitCode).max(Integer::compare).orElseThrow();
    }
  }

  private static int exitCode(Result result) {
    return switch (result.outcome()) {
      case TRUSTED, KNOWN -> ExitCodes.DONE;
      case DIFFERENT, UNKNOWN -> ExitCodes.BAD_INPUT;
      case UNREACHABLE -> ExitCodes.UNREACHABLE;
    };
  }

  private Result one(
      WorkflowManager manager,
      Screen screen,
      String name,
      @Nullable CertificateFingerprint wanted) {
    if (wanted != null) {
      return compare(manager, name, wanted);
    }
    var place = BmcTarget.managed(name, manager);
    var machine = place.machine();
    var address = place.address();
    var shown = shown(manager, address);
    var known = manager.connections().inventory().pinned(machine.systemId());
    if (known.equals(Optional.of(shown.fingerprint().hex()))) {
      return new Result(name, Outcome.KNOWN, "is pinned already: " + shown.fingerprint());
    }
    var configured = byConfiguration(manager, place, name, shown.fingerprint());
    if (configured.isPresent()) {
      return configured.get();
    }
    var text =
        "the BMC of %s at %s shows %s, %s, until %s, SHA-256 %s"
            .formatted(
                machine.hostname(),
                address,
                shown.subject(),
                shown.selfSigned() ? "self-signed" : "by " + shown.issuer(),
                shown.notAfter(),
                shown.fingerprint());
    var before = known.map(pin -> "; until now another one is pinned").orElse("");
    var console = Terminal.console();
    if (console.isEmpty() || screen.json()) {
      throw new RefusedException(
          13,
          text
              + before
              + ". Nobody can be asked here; compare it with what the BMC itself shows, and give it"
              + " with --fingerprint");
    }
    screen.line(text + before);
    if (!Terminal.agrees(console.get(), screen, "Is that what the BMC itself shows?")) {
      throw new RefusedException(13, "not confirmed; nothing was pinned");
    }
    return pin(manager, machine, name, shown.fingerprint());
  }

  /** Pins what somebody vouches for, if the BMC shows it. */
  private Result compare(WorkflowManager manager, String name, CertificateFingerprint wanted) {
    try {
      var place = BmcTarget.managed(name, manager);
      var shown = shown(manager, place.address()).fingerprint();
      if (!shown.equals(wanted)) {
        return new Result(
            name,
            Outcome.DIFFERENT,
            "not pinned: it shows another certificate, SHA-256 "
                + shown
                + ". Look whether that is the right BMC");
      }
      var configured = byConfiguration(manager, place, name, shown);
      return configured.orElseGet(() -> pin(manager, place.machine(), name, shown));
    } catch (UnknownServerException | ConfigurationException e) {
      return new Result(name, Outcome.UNKNOWN, "not pinned: " + e.getMessage());
    } catch (HardwareException e) {
      return new Result(name, Outcome.UNREACHABLE, "not pinned: " + e.getMessage());
    }
  }

  /**
   * What the configuration file says goes first: what it pins is known, and a certificate beside
   * those is not let in behind its back.
   */
  private static Optional<Result> byConfiguration(
      WorkflowManager manager, BmcPlace.Managed place, String name, CertificateFingerprint shown) {
    var machine = place.machine();
    var pins = manager.configuration().bmcPinsOf(place.address(), machine.hostname());
    pins.addAll(manager.configuration().bmcPinsOf(place.address(), machine.systemId()));
    if (pins.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        pins.contains(shown.hex())
            ? new Result(name, Outcome.KNOWN, "is pinned already, in the configuration: " + shown)
            : new Result(
                name,
                Outcome.DIFFERENT,
                "not pinned: it shows "
                    + shown
                    + ", and the configuration pins another certificate for it. If the new one is"
                    + " right, change it there: bmc.pins, or servers."
                    + machine.hostname()
                    + ".bmc.pins"));
  }

  private Result pin(
      WorkflowManager manager, Machine machine, String name, CertificateFingerprint shown) {
    var inventory = manager.connections().inventory();
    if (inventory.pinned(machine.systemId()).equals(Optional.of(shown.hex()))) {
      return new Result(name, Outcome.KNOWN, "is pinned already");
    }
    inventory.trust(machine.systemId(), shown.hex(), GlobalOptions.actor(), reason);
    return new Result(name, Outcome.TRUSTED, "pinned: SHA-256 " + shown);
  }

  private static PresentedCertificate shown(WorkflowManager manager, String address) {
    return RedfishClient.presentedCertificate(
        URI.create("https://" + address),
        manager.configuration().network().addressMap(),
        RedfishClient.DEFAULT_CONNECT_TIMEOUT);
  }

  private static void show(Screen screen, List<Result> results) {
    var document = new LinkedHashMap<String, Object>();
    document.put(
        "trusted", results.stream().filter(result -> exitCode(result) == ExitCodes.DONE).count());
    document.put("count", results.size());
    document.put(
        "servers",
        results.stream()
            .map(
                result ->
                    Map.of(
                        "server",
                        result.server(),
                        "outcome",
                        result.outcome().name().toLowerCase(Locale.ROOT),
                        "text",
                        result.text()))
            .toList());
    screen.result(
        document,
        () -> results.forEach(result -> screen.line(result.server() + ": " + result.text())));
  }
}
