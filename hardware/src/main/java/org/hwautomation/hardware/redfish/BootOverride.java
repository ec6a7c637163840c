package org.hwautomation.hardware.redfish;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the next boots take instead of the boot order ({@code ComputerSystem.Boot}).
 *
 * @param target such as {@code Pxe} or {@code None}
 * @param enabled {@code Disabled}, {@code Once} or {@code Continuous}
 * @param mode {@code UEFI} or {@code Legacy}; null if the BMC does not tell
 * @param uefiTarget the device path for target {@code UefiTarget}
 * @param httpBootUri the URI for target {@code UefiHttp}
 * @param allowedTargets what the BMC takes as target; empty if it does not say
 * @param bootOrder ids of boot options, first first
 */
public record BootOverride(
    @Nullable String target,
    @Nullable String enabled,
    @Nullable String mode,
    @Nullable String uefiTarget,
    @Nullable String httpBootUri,
    List<String> allowedTargets,
    List<String> bootOrder) {
  public BootOverride {
    allowedTargets = List.copyOf(allowedTargets);
    bootOrder = List.copyOf(bootOrder);
  }

  /** True if an override is waiting or permanent. */
  public boolean active() {
    return enabled != null && !enabled.equals("Disabled") && !"None".equals(target);
  }

  static BootOverride of(JsonNode boot) {
    return new BootOverride(
        Json.text(boot, "BootSourceOverrideTarget"),
        Json.text(boot, "BootSourceOverrideEnabled"),
        Json.text(boot, "BootSourceOverrideMode"),
        Json.text(boot, "UefiTargetBootSourceOverride"),
        Json.text(boot, "HttpBootUri"),
        Json.texts(boot, "BootSourceOverrideTarget@Redfish.AllowableValues"),
        Json.texts(boot, "BootOrder"));
  }
}
