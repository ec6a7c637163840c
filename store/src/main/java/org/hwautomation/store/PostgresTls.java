package org.hwautomation.store;

import java.util.Locale;

/** How the connection to PostgreSQL is protected. */
public enum PostgresTls {
  /** TLS with the server's certificate and name verified, as libpq's {@code verify-full}. */
  VERIFIED("verify-full"),
  /** No TLS: for a server on this machine, or a network that is protected by other means. */
  OFF("disable");

  private final String mode;

  PostgresTls(String mode) {
    this.mode = mode;
  }

  /** The name that PostgreSQL's own tools give it. */
  String mode() {
    return mode;
  }

  /** {@link #OFF} for this machine itself, {@link #VERIFIED} for all others. */
  static PostgresTls defaultFor(String host) {
    var name = host.toLowerCase(Locale.ROOT);
    var here =
        name.equals("localhost") || name.equals("::1") || name.matches("127(\\.\\d{1,3}){3}");
    return here ? OFF : VERIFIED;
  }
}
