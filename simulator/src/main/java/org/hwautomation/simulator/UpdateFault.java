package org.hwautomation.simulator;

/** What can be wrong with a server's firmware updates. */
public enum UpdateFault {
  /** The update ends as completed, and the old version runs on. */
  COMPLETED_UNCHANGED,
  /** The update ends as completed with status critical; nothing changed. */
  COMPLETED_CRITICAL,
  /** The BMC forgets the task when writing begins; writing goes on. */
  TASK_VANISHES,
  /** The BMC's own update puts users and LAN back to how the server was racked. */
  BMC_UPDATE_WIPES,
  /** After the BMC's own update it shows another self-signed certificate. */
  BMC_UPDATE_NEW_CERTIFICATE,
  /** The BMC's own update takes the rights of all accounts but that which it was racked with. */
  BMC_UPDATE_DEMOTES,
  /** A power supply fails half way; writing takes twice as long and ends well if left alone. */
  POWER_EVENT_MID_FLASH,
  /** Writing takes twenty times as long. */
  SLOW_WRITING,
  /** Mains power is cut for a moment half way: the board or the BMC is spoiled. */
  POWER_CUT_MID_FLASH,
  /** Somebody at the server resets the BMC half way: the board or the BMC is spoiled. */
  BMC_RESET_MID_FLASH,
  /** The BMC advertises no push: it only fetches images. */
  PULL_ONLY,
  /** The BMC cannot reach where it shall fetch an image. */
  IMAGE_UNREACHABLE
}
