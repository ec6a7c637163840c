package org.hwautomation.provisioning;

import java.util.Locale;

/** Which firmware versions an update brings. */
public enum UpdatePolicy {
  /** The versions that the device type names. */
  BASELINE,
  /** Those that a person chose. */
  MANUAL,
  /** Those that the vendor recommends. */
  RECOMMENDED,
  LATEST,
  /** Only those that close a security hole. */
  SECURITY_ONLY;

  /** The name on the wire, lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
