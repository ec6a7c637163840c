package org.hwautomation.hardware.redfish;

import java.util.Locale;

/** Whether an image of an inventory is the one that runs. Only {@link #RUNNING} is. */
public enum FirmwareSlot {
  RUNNING,
  /** Kept for the way back (Dell {@code Previous-}). */
  PREVIOUS,
  /** The redundant copy (Supermicro {@code Backup_}, HPE's redundant system ROM). */
  BACKUP,
  /** The maker's, for recovery (Supermicro {@code Golden_}). */
  GOLDEN,
  /** Waiting to be applied (Supermicro {@code Staging_} and {@code Capsule_}). */
  STAGED,
  /** In the BMC's store, to be installed again (Dell {@code Current-}). */
  AVAILABLE;

  static FirmwareSlot of(String id, String name, String description) {
    var lower = id.toLowerCase(Locale.ROOT);
    if (lower.startsWith("previous-")) {
      return PREVIOUS;
    }
    if (lower.startsWith("current-") || lower.startsWith("available-")) {
      return AVAILABLE;
    }
    if (lower.startsWith("backup_") || description.equals("SystemRomBackup")) {
      return BACKUP;
    }
    if (lower.startsWith("golden_")) {
      return GOLDEN;
    }
    if (lower.startsWith("staging_") || lower.startsWith("capsule_")) {
      return STAGED;
    }
    return name.toLowerCase(Locale.ROOT).startsWith("redundant ") ? BACKUP : RUNNING;
  }
}
