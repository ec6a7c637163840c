package org.hwautomation.provisioning.device;

import org.jspecify.annotations.Nullable;

/**
 * What a device type's hardware is; null where the file does not say.
 *
 * @param cpuCores of all sockets
 * @param memoryGib installed memory, {@code ram_gb} in the file
 * @param storage free text
 * @param network free text
 */
public record HardwareSpecs(
    @Nullable String cpuName,
    @Nullable Integer cpuCores,
    @Nullable String cpuFrequency,
    @Nullable Integer memoryGib,
    @Nullable String storage,
    @Nullable String network) {}
