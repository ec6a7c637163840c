package org.hwautomation.provisioning.safety;

import java.util.Collection;
import java.util.Collections;

/**
 * Is it safe to power this server off? (safety rule 14)
 *
 * @param safe the answer
 * @param activity what decides it
 */
public record PowerOffAdvice(boolean safe, HardwareActivity activity) {
  /** The gravest of what is being done decides; nothing at all is safe. */
  public static PowerOffAdvice during(Collection<HardwareActivity> activities) {
    var gravest = activities.isEmpty() ? HardwareActivity.NOTHING : Collections.max(activities);
    return new PowerOffAdvice(gravest.safeToPowerOff(), gravest);
  }

  /** Half a sentence, {@code settings are being applied}. */
  public String reason() {
    return activity.reason();
  }

  /** {@code Safe to power off: no (settings are being applied)}. */
  @Override
  public String toString() {
    return "Safe to power off: " + (safe ? "yes" : "no") + " (" + reason() + ")";
  }
}
