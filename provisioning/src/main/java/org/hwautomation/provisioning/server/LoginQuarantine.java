package org.hwautomation.provisioning.server;

import java.util.Optional;
import org.hwautomation.hardware.Credentials;

/**
 * Remembers, for every run and process, which login a BMC or host refused, so that it is not tried
 * again until it changes or a person clears it (safety rule 4). Implementations are thread-safe.
 */
public interface LoginQuarantine {
  /** Why this login is not to be tried at this address; empty if it may be. */
  Optional<String> reason(String address, Credentials credentials);

  /** A login was refused. */
  void refused(String address, Credentials credentials, String protocol, String said);
}
