package org.hwautomation.hardware.redfish;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A reading of a BMC.
 *
 * @param reading in {@code unit}; empty if there is none now, as while the server is off
 * @param unit as shown: {@code °C}, {@code RPM}, {@code %}, {@code V}, {@code W}
 * @param upperCritical from which on it is critical
 * @param lowerCritical below which it is critical
 * @param health {@code OK}, {@code Warning} or {@code Critical}
 * @param state {@code Enabled}, {@code Absent}, …
 */
public record Sensor(
    Kind kind,
    String name,
    OptionalDouble reading,
    String unit,
    OptionalDouble lowerCritical,
    OptionalDouble upperCritical,
    @Nullable String health,
    @Nullable String state) {

  /** What is measured. */
  public enum Kind {
    TEMPERATURE,
    FAN,
    VOLTAGE,
    POWER_SUPPLY,
    POWER
  }

  /** True for what is not built in, such as an empty fan bay. */
  public boolean isAbsent() {
    return "Absent".equals(state);
  }
}
