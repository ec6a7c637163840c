package org.hwautomation.simulator;

/** What can happen to a server, as counted by the {@link Recorder}. */
public enum EffectKind {
  /** Mains power was taken away and came back. */
  MAINS_CUT,
  POWER_ON,
  POWER_OFF,
  /** The host was reset without losing power; includes the second half of a power cycle. */
  RESET,
  /** A soft shutdown was asked for. */
  SHUTDOWN_REQUESTED,
  POST_STARTED,
  POST_FINISHED,
  HOST_UP,
  HOST_DOWN,
  /** MAAS began to commission. */
  COMMISSION,
  COMMISSION_FINISHED,
  DEPLOY,
  RELEASE,
  RESCUE_ENTERED,
  RESCUE_EXITED,
  BIOS_STAGED,
  BIOS_CLEARED,
  BIOS_APPLIED,
  BIOS_RESET,
  BIOS_PASSWORD_CHANGED,
  /** A whole firmware image came to the BMC. */
  FIRMWARE_RECEIVED,
  FIRMWARE_WRITING,
  FIRMWARE_WRITTEN,
  /** A component runs another version than before. */
  FIRMWARE_ACTIVATED,
  /** An update ended badly. */
  FIRMWARE_FAILED,
  /** An interrupted or wrong flash: the board never posts, or the BMC never answers, again. */
  BRICKED,
  /** A power supply failed. */
  POWER_SUPPLY_FAILED,
  BOOT_OVERRIDE,
  INDICATOR_CHANGED,
  /** The log of hardware events was emptied. */
  LOG_CLEARED,
  BMC_NETWORK_WRITTEN,
  /** The BMC answers at another address. */
  BMC_MOVED,
  BMC_RESET,
  BMC_SETTING_CHANGED,
  SESSION_CREATED,
  SESSION_DELETED,
  LOGIN_REFUSED,
  ACCOUNT_LOCKED,
  ACCOUNT_CREATED,
  ACCOUNT_CHANGED,
  ACCOUNT_DELETED,
  PASSWORD_CHANGED,
  POWER_PARAMETERS_CHANGED,
  TAGS_CHANGED,
  OS_INSTALLED,
  COMMAND_RUN
}
