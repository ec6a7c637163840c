package org.hwautomation.hardware.redfish;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * UEFI Secure Boot of a system (DSP0268 {@code SecureBoot}); null for what the BMC does not tell.
 *
 * @param enabled whether the next boot uses it ({@code SecureBootEnable})
 * @param currentBoot whether the present one does: {@code Enabled} or {@code Disabled}
 * @param mode of the keys, such as {@code SetupMode}, {@code UserMode} or {@code DeployedMode}
 */
public record SecureBoot(
    @Nullable Boolean enabled, @Nullable String currentBoot, @Nullable String mode) {

  static SecureBoot of(JsonNode resource) {
    var enabled = resource.path("SecureBootEnable");
    return new SecureBoot(
        enabled.isBoolean() ? (Boolean) enabled.asBoolean() : null,
        Json.text(resource, "SecureBootCurrentBoot"),
        Json.text(resource, "SecureBootMode"));
  }
}
