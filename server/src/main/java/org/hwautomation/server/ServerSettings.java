package org.hwautomation.server;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the service is to be reached. Immutable.
 *
 * @param host the address to listen on
 * @param port 0 for any that is free
 * @param tls certificate and key; empty for plain HTTP
 * @param site what people call the place, for the page
 * @param version of the product
 */
public record ServerSettings(
    String host, int port, Optional<TlsFiles> tls, String site, String version) {
  /** Loopback alone, port 8080. */
  public static final ServerSettings DEFAULT =
      new ServerSettings("127.0.0.1", 8080, Optional.empty(), "default", "unknown");

  /**
   * PEM files.
   *
   * @param certificate the chain, the server's own first
   * @param key its private key, PKCS #8, not encrypted
   */
  public record TlsFiles(Path certificate, Path key) {}

  public ServerSettings at(String otherHost, int otherPort) {
    return new ServerSettings(otherHost, otherPort, tls, site, version);
  }

  public ServerSettings withTls(TlsFiles files) {
    return new ServerSettings(host, port, Optional.of(files), site, version);
  }

  public ServerSettings named(String place, String productVersion) {
    return new ServerSettings(host, port, tls, place, productVersion);
  }
}
