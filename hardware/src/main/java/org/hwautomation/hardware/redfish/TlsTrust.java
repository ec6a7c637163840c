package org.hwautomation.hardware.redfish;

import java.util.Objects;
import org.hwautomation.hardware.CertificateFingerprint;

/**
 * Which certificate a BMC may show. It is checked in the handshake, so that nothing, a password
 * least of all, is sent to the wrong peer.
 */
public sealed interface TlsTrust {
  /** The roots of the Java runtime, and a name or address that fits: the default. */
  static TlsTrust systemRoots() {
    return new SystemRoots();
  }

  /** Exactly this leaf certificate, whatever its name, issuer and dates. */
  static TlsTrust pinned(CertificateFingerprint fingerprint) {
    return new Pinned(fingerprint);
  }

  /** Reads the fingerprint with {@link CertificateFingerprint#parse}. */
  static TlsTrust pinned(String fingerprint) {
    return new Pinned(CertificateFingerprint.parse(fingerprint));
  }

  /**
   * Anybody. Whoever sits between here and the BMC can read the password; a warning is logged for
   * each client.
   */
  static TlsTrust insecure() {
    return new Insecure();
  }

  /** See {@link #systemRoots()}. */
  record SystemRoots() implements TlsTrust {}

  /** See {@link #pinned(CertificateFingerprint)}. */
  record Pinned(CertificateFingerprint fingerprint) implements TlsTrust {
    public Pinned {
      Objects.requireNonNull(fingerprint, "fingerprint is null");
    }
  }

  /** See {@link #insecure()}. */
  record Insecure() implements TlsTrust {}
}
