package org.hwautomation.hardware;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where to connect for an address, when that is not the address itself: simulated and tunnelled
 * servers. The setting is {@code network.address_map}.
 *
 * <p>A key is a host or an IPv4 address, with or without a port; a value is {@code host:port}. An
 * octet of a key may be {@code *}, and each {@code *} in the value's host takes the octet of the
 * same place:
 *
 * <pre>
 * 10.0.1.107      -> 127.0.0.1:8443      all ports of one address
 * 10.0.1.107:623  -> 127.0.0.1:9001      one port of it
 * 10.0.*.*:443    -> 127.40.*.*:8443     a whole network
 * </pre>
 *
 * The most specific key wins: exact before pattern, with a port before without. Immutable and
 * thread-safe.
 */
public final class AddressMap {
  /** Maps nothing. */
  public static final AddressMap NONE = new AddressMap(List.of());

  private final List<Entry> entries;

  private AddressMap(List<Entry> entries) {
    this.entries = entries;
  }

  /**
   * Reads the entries.
   *
   * @throws IllegalArgumentException naming the first entry that is not of the form above
   */
  public static AddressMap of(Map<String, String> entries) {
    var parsed = new ArrayList<Entry>();
    entries.forEach((key, value) -> parsed.add(Entry.parse(key, value)));
    parsed.sort(
        Comparator.comparingLong(Entry::wildcards).thenComparing(entry -> entry.port == null));
    return new AddressMap(List.copyOf(parsed));
  }

  /** Where to connect for {@code host:port}: the mapped endpoint, or the same. */
  public Endpoint resolve(String host, int port) {
    return mapping(host, port).orElseGet(() -> new Endpoint(host, port));
  }

  /** The mapped endpoint, or empty if nothing maps this address. */
  public Optional<Endpoint> mapping(String host, int port) {
    for (var entry : entries) {
      var mapped = entry.apply(host, port);
      if (mapped != null) {
        return Optional.of(mapped);
      }
    }
    return Optional.empty();
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  private record Entry(String host, @Nullable Integer port, String targetHost, int targetPort) {
    static Entry parse(String key, String value) {
      var keyColon = key.lastIndexOf(':');
      var host = keyColon < 0 ? key : key.substring(0, keyColon);
      var valueColon = value.lastIndexOf(':');
      try {
        if (host.isBlank() || valueColon < 1) {
          throw new IllegalArgumentException("expected address[:port] -> host:port");
        }
        var port = keyColon < 0 ? null : Integer.valueOf(key.substring(keyColon + 1));
        var target =
            new Endpoint(
                value.substring(0, valueColon), Integer.parseInt(value.substring(valueColon + 1)));
        return new Entry(host, port, target.host(), target.port());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "network.address_map: entry '"
                + key
                + ": "
                + value
                + "' is not of the form address[:port]: host:port",
            e);
      }
    }

    long wildcards() {
      return host.chars().filter(c -> c == '*').count();
    }

    @Nullable Endpoint apply(String asked, int askedPort) {
      if (port != null && port != askedPort) {
        return null;
      }
      if (host.equalsIgnoreCase(asked)) {
        return new Endpoint(targetHost, targetPort);
      }
      if (host.indexOf('*') < 0) {
        return null;
      }
      var pattern = host.split("\\.", -1);
      var octets = asked.split("\\.", -1);
      if (pattern.length != 4 || octets.length != 4) {
        return null;
      }
      for (var i = 0; i < 4; i++) {
        if (!pattern[i].equals("*") && !pattern[i].equals(octets[i])) {
          return null;
        }
      }
      var target = targetHost.split("\\.", -1);
      if (target.length == 4) {
        for (var i = 0; i < 4; i++) {
          if (target[i].equals("*")) {
            target[i] = octets[i];
          }
        }
        return new Endpoint(String.join(".", target), targetPort);
      }
      return new Endpoint(targetHost, targetPort);
    }
  }
}
