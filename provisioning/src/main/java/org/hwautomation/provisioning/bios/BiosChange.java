package org.hwautomation.provisioning.bios;

import org.jspecify.annotations.Nullable;

/**
 * One attribute that is to get another value.
 *
 * @param setting its name in the template
 * @param attribute its name in the registry, which is what is written
 * @param from what is in effect; null where the BMC shows no value
 * @param to what is wanted
 * @param pending what was already staged for the next reset, by us or another; null for nothing
 */
public record BiosChange(
    String setting,
    String attribute,
    @Nullable BiosValue from,
    BiosValue to,
    @Nullable BiosValue pending) {
  /** True if the wanted value is staged already: only the reset is missing. */
  public boolean isStaged() {
    return to.equals(pending);
  }
}
