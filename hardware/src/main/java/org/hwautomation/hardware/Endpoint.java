package org.hwautomation.hardware;

/**
 * A host and a port.
 *
 * @param host a DNS name or an address, IPv6 without brackets
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) {
  public Endpoint {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host is empty");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
    }
  }

  /** {@code host:port}, with brackets around an IPv6 address, as it stands in a URL. */
  @Override
  public String toString() {
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }
}
