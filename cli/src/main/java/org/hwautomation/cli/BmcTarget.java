package org.hwautomation.cli;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.hwautomation.hardware.CertificateFingerprint;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.MutationGuard;
import org.hwautomation.hardware.Secret;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.provisioning.server.BmcLocator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which BMC a command is about: a server of MAAS's, or one named directly. */
final class BmcTarget {
  private static final int IPMI_PORT = 623;

  @Parameters(
      arity = "0..*",
      paramLabel = "SERVER",
      description = "MAAS hostname or system id; not with --redfish or --ipmi.")
  private List<String> words = new ArrayList<>();

  @Option(
      names = "--redfish",
      paramLabel = "URL",
      description = "The BMC's Redfish service, https://HOST[:PORT]; http:// on this host only.")
  private @Nullable URI redfish;

  @Option(
      names = "--ipmi",
      paramLabel = "HOST[:PORT]",
      description = "The BMC over IPMI; port 623 if not given. Needs ipmitool.")
  private @Nullable String ipmi;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description =
          "With --redfish and --ipmi. The password is taken from HWAUTO_BMC_PASSWORD, else asked.")
  private @Nullable String user;

  @Option(
      names = "--pin",
      paramLabel = "FINGERPRINT",
      description = "SHA-256 of the certificate that the BMC must show; doctor shows it.")
  private @Nullable String pin;

  /** Takes the word that says what to do out of the positional ones; empty if there is none. */
  Optional<String> action(Set<String> known) {
    for (var index = 0; index < Math.min(2, words.size()); index++) {
      var word = words.get(index).toLowerCase(Locale.ROOT);
      if (known.contains(word)) {
        words.remove(index);
        return Optional.of(word);
      }
    }
    return Optional.empty();
  }

  /** Where the BMC is. Asks MAAS, and for a password where one is needed; no BMC is contacted. */
  BmcPlace place(WorkflowManager manager) {
    var named = words.size() + (redfish == null ? 0 : 1) + (ipmi == null ? 0 : 1);
    if (named != 1) {
      throw new IllegalArgumentException(
          named == 0
              ? "name a SERVER, or a BMC with --redfish URL or --ipmi HOST"
              : "name one BMC: a SERVER, --redfish URL or --ipmi HOST, not several"
                  + (words.size() > 1 ? "; got " + words : ""));
    }
    var configuration = manager.configuration();
    if (redfish != null) {
      return redfishUrl(redfish, configuration);
    }
    if (pin != null) {
      throw new IllegalArgumentException("--pin goes with --redfish only");
    }
    if (ipmi != null) {
      return ipmiHost(ipmi, configuration);
    }
    if (user != null) {
      throw new IllegalArgumentException("--user goes with --redfish or --ipmi");
    }
    return managed(words.getFirst(), manager);
  }

  /** The BMC of a server that MAAS manages; no BMC is contacted. */
  static BmcPlace.Managed managed(String server, WorkflowManager manager) {
    var machine = manager.machine(server);
    try (var maas = manager.connections().maas(MutationGuard.OPEN)) {
      var access =
          new BmcLocator(manager.configuration(), manager.connections().inventory())
              .locate(machine, maas.powerParameters(machine.systemId()));
      return new BmcPlace.Managed(machine, access);
    }
  }

  private BmcPlace redfishUrl(URI url, Configuration configuration) {
    if (url.getHost() == null) {
      throw new IllegalArgumentException("--redfish " + url + " is not https://HOST[:PORT]");
    }
    var pins = new HashSet<>(configuration.bmcPins().at(url.getHost()));
    if (pin != null) {
      pins = new HashSet<>(Set.of(CertificateFingerprint.parse(pin).hex()));
    }
    var login = user == null ? Optional.<Credentials>empty() : Optional.of(login(configuration));
    return new BmcPlace.RedfishUrl(url, login, pins);
  }

  private BmcPlace ipmiHost(String text, Configuration configuration) {
    if (user == null) {
      throw new IllegalArgumentException("--ipmi needs --user NAME");
    }
    var bracket = text.lastIndexOf(']');
    var colon = text.lastIndexOf(':');
    var several = text.indexOf(':') != colon && bracket < 0; // an IPv6 address alone
    if (colon < 0 || several || colon < bracket) {
      return new BmcPlace.IpmiHost(bare(text), IPMI_PORT, login(configuration));
    }
    try {
      return new BmcPlace.IpmiHost(
          bare(text.substring(0, colon)),
          Integer.parseInt(text.substring(colon + 1)),
          login(configuration));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--ipmi " + text + " is not HOST[:PORT]", e);
    }
  }

  private static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private Credentials login(Configuration configuration) {
    var name = String.valueOf(user);
    return Credentials.of(name, configuration.bmcPassword().orElseGet(() -> ask(name)));
  }

  private static Secret ask(String name) {
    var console = Terminal.console();
    if (console.isEmpty()) {
      throw new IllegalArgumentException(
          "no password for user '" + name + "': set HWAUTO_BMC_PASSWORD, or run in a terminal");
    }
    var typed = console.get().readPassword("Password of user '%s': ", name);
    if (typed == null) {
      throw new IllegalArgumentException("no password was typed");
    }
    return Secret.of(new String(typed));
  }
}
