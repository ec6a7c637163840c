package org.hwautomation.simulator;

/** Acts that hurt real data centres; the rules are those of the product's safety page. */
public enum UnsafeKind {
  /** Power or reset while the BIOS was applying settings. */
  POWER_DURING_BIOS_APPLY,
  /** A BIOS setting took network boot away, and with it MAAS's way to the server. */
  NETWORK_BOOT_LOST,
  /** Power or reset while a command ran on the host. */
  POWER_DURING_IN_BAND_WORK,
  /** The BMC was reset while it or the BIOS was changing settings. */
  BMC_RESET_DURING_CHANGE,
  /** Power or reset while firmware was written. */
  POWER_DURING_FLASH,
  /** The BMC was reset while firmware was written. */
  BMC_RESET_DURING_FLASH,
  /** An image for another board was written. */
  WRONG_BOARD_FLASHED,
  /** The image that was written last, and took effect, was written again. */
  SAME_IMAGE_FLASHED_TWICE,
  /** An update was asked for while another one went on. */
  SECOND_UPDATE_WHILE_ACTIVE,
  /** A write to a server that somebody uses. */
  WRITE_TO_SERVER_IN_USE,
  /** The BMC was written to in band from a host that was neither in commissioning nor in rescue. */
  IN_BAND_WRITE_OUTSIDE_WINDOW,
  /** A password or session token was sent to something that shows another certificate. */
  CREDENTIAL_TO_IMPOSTOR,
  /** A credential that had been refused was tried again. */
  LOGIN_REPEATED_AFTER_REFUSAL,
  /** A second factory password was tried. */
  FACTORY_PASSWORDS_PROBED,
  /** A password stood in the words of a command, where every process of the host can read it. */
  PASSWORD_IN_ARGV,
  /** The password of the only working administrator was changed in place. */
  ONLY_ADMIN_PASSWORD_CHANGED,
  /** The last working administrator was removed or disabled. */
  LAST_ADMIN_REMOVED,
  /** A BMC was given an address that something else has. */
  ADDRESS_IN_USE,
  /** A BMC's gateway lies outside its subnet, or is the BMC itself. */
  GATEWAY_OUTSIDE_SUBNET,
  /** MAAS's power parameters lead to no BMC. */
  MAAS_POWER_ADDRESS_DEAD,
  /** The BMC that MAAS's power parameters lead to is another server's. */
  MAAS_POWER_ADDRESS_WRONG,
  /** MAAS's power parameters hold a credential that the BMC refuses. */
  MAAS_POWER_CREDENTIAL_REFUSED
}
