package org.hwautomation.provisioning.configuration;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.hwautomation.definitions.file.YamlNode;

/**
 * Fingerprints of certificates that are trusted though no authority vouches for them: SHA-256 of
 * the certificate, 64 hexadecimal digits in lower case.
 *
 * @param anywhere trusted at every address
 * @param byAddress trusted at one address or host name
 */
public record TlsPins(Set<String> anywhere, Map<String, Set<String>> byAddress) {
  /** None. */
  public static final TlsPins NONE = new TlsPins(Set.of(), Map.of());

  public TlsPins {
    anywhere = Set.copyOf(anywhere);
    byAddress = Map.copyOf(byAddress);
  }

  /** The fingerprints trusted at {@code address}; empty where certificates must be verified. */
  public Set<String> at(String address) {
    var pins = new HashSet<>(anywhere);
    pins.addAll(byAddress.getOrDefault(address, Set.of()));
    return Set.copyOf(pins);
  }

  public boolean isEmpty() {
    return anywhere.isEmpty() && byAddress.isEmpty();
  }

  /** Reads a list of fingerprints, or a mapping of addresses to one or a list of them. */
  static TlsPins read(String name, YamlNode node) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      return new TlsPins(fingerprints(name, node), Map.of());
    }
    var pins = new LinkedHashMap<String, Set<String>>();
    for (var entry : mapping.entries()) {
      pins.put(entry.key(), fingerprints(name + "." + entry.key(), entry.value()));
    }
    return new TlsPins(Set.of(), pins);
  }

  private static Set<String> fingerprints(String name, YamlNode node) {
    var pins = new HashSet<String>();
    for (var scalar : node.asScalars(name)) {
      try {
        pins.add(ValueTypes.fingerprint(scalar.text()));
      } catch (IllegalArgumentException e) {
        throw new ConfigurationException(scalar.position(), name + ": " + e.getMessage());
      }
    }
    return pins;
  }
}
