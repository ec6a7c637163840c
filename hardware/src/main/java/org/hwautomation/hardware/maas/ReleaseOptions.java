package org.hwautomation.hardware.maas;

/**
 * How to release a machine.
 *
 * @param erase wipe the disks
 * @param secureErase try the drives' own secure erase first; needs {@code erase}
 * @param quickErase wipe only the start and end of the disks; needs {@code erase}
 * @param force release even where MAAS would keep it
 * @param comment why; goes to MAAS's event log
 */
public record ReleaseOptions(
    boolean erase, boolean secureErase, boolean quickErase, boolean force, String comment) {
  /** No erasing, no comment. */
  public static ReleaseOptions defaults() {
    return new ReleaseOptions(false, false, false, false, "");
  }

  Form form() {
    return new Form()
        .flag("erase", erase)
        .flag("secure_erase", secureErase)
        .flag("quick_erase", quickErase)
        .flag("force", force)
        .text("comment", comment);
  }
}
