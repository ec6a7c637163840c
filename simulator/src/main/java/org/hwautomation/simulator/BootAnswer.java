package org.hwautomation.simulator;

import java.util.List;

/**
 * What the network boot server tells a host to boot.
 *
 * @param environment the system to load; {@link HostEnvironment#DEPLOYED} means "boot your disk",
 *     {@link HostEnvironment#NONE} that nobody answered
 * @param authorizedKeys OpenSSH public key lines that may log in to it
 */
public record BootAnswer(HostEnvironment environment, List<String> authorizedKeys) {
  /** Nobody answered: the host tries its disk. */
  public static final BootAnswer NONE = new BootAnswer(HostEnvironment.NONE, List.of());

  /** Boot from disk. */
  public static final BootAnswer LOCAL_DISK = new BootAnswer(HostEnvironment.DEPLOYED, List.of());

  public BootAnswer {
    authorizedKeys = List.copyOf(authorizedKeys);
  }
}
