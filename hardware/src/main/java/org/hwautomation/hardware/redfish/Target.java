package org.hwautomation.hardware.redfish;

import java.net.URI;
import java.util.Locale;
import org.hwautomation.hardware.AddressMap;
import org.hwautomation.hardware.Endpoint;

/**
 * Whom we talk to, and where that is.
 *
 * @param endpoint host and port as asked for
 * @param connectEndpoint where to connect, after the address map
 */
record Target(boolean secure, Endpoint endpoint, Endpoint connectEndpoint) {
  static Target of(URI base, AddressMap addresses) {
    var scheme = base.getScheme() == null ? "" : base.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw new IllegalArgumentException(
          "a BMC's URI begins with https:// (or http://), such as https://10.0.1.107");
    }
    if (base.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "a BMC's URI carries no user or password; give them as credentials");
    }
    var path = base.getRawPath() == null ? "" : base.getRawPath();
    if (!path.matches("/?|/redfish/?|/redfish/v1/?")
        || base.getRawQuery() != null
        || base.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "a BMC's URI is https://host or https://host:port, without a path; got " + base);
    }
    var host = base.getHost();
    if (host == null) {
      throw new IllegalArgumentException("there is no host in the BMC's URI " + base);
    }
    var bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    var secure = scheme.equals("https");
    var port = base.getPort() < 0 ? secure ? 443 : 80 : base.getPort();
    return new Target(secure, new Endpoint(bare, port), addresses.resolve(bare, port));
  }

  String host() {
    return endpoint.host();
  }

  boolean mapped() {
    return !endpoint.equals(connectEndpoint);
  }

  boolean loopback() {
    var host = connectEndpoint.host();
    return host.equalsIgnoreCase("localhost")
        || host.equals("::1")
        || host.matches("127(\\.[0-9]{1,3}){3}");
  }

  String connectBase() {
    return (secure ? "https://" : "http://") + connectEndpoint;
  }

  /** {@code BMC 10.0.1.107}, with the port if it is not the usual one. */
  String peer() {
    return "BMC "
        + (endpoint.port() == (secure ? 443 : 80) ? endpoint.host() : endpoint.toString());
  }

  /** True if an absolute URI leads to this BMC, under the name we asked for or the mapped one. */
  boolean owns(URI absolute) {
    if (absolute.getHost() == null
        || !(secure ? "https" : "http").equalsIgnoreCase(absolute.getScheme())) {
      return false;
    }
    var host = absolute.getHost();
    var bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    var port = absolute.getPort() < 0 ? secure ? 443 : 80 : absolute.getPort();
    return matches(endpoint, bare, port) || matches(connectEndpoint, bare, port);
  }

  private static boolean matches(Endpoint endpoint, String host, int port) {
    return endpoint.host().equalsIgnoreCase(host) && endpoint.port() == port;
  }
}
