package org.hwautomation.provisioning.safety;

import java.util.Objects;

/** What MAAS says about a machine, or why it says nothing. */
public sealed interface MaasView {
  /**
   * MAAS knows it.
   *
   * @param status {@code status_name} of API 2.0, such as {@code Ready}
   * @param locked true if somebody locked it in MAAS
   */
  record Known(String status, boolean locked) implements MaasView {
    public Known {
      Objects.requireNonNull(status, "status is null");
    }
  }

  /** MAAS could not be asked. */
  record Unreachable(String why) implements MaasView {}

  /** The server is none of MAAS's, as the configuration or the command says. */
  record NotManaged() implements MaasView {}
}
