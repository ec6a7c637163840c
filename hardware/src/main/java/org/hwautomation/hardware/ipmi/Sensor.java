package org.hwautomation.hardware.ipmi;

/**
 * A sensor as ipmitool lists it.
 *
 * @param status {@code ok}, {@code ns} (no reading), {@code nc}, {@code cr}, {@code nr}
 * @param entity the part it belongs to, such as {@code 7.1}
 * @param reading with its unit, such as {@code 42 degrees C}
 */
public record Sensor(String name, String number, String status, String entity, String reading) {
  /** True if it says critical or worse. */
  public boolean critical() {
    return status.equals("cr") || status.equals("nr");
  }
}
